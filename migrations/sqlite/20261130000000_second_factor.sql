-- Second factors: the secret of a person's authenticator, their recovery codes, and sign-ins that wait for a code.
-- The secret is kept as it is, for codes are worked out from it; of recovery codes and tokens only the SHA-256 is kept.
create table second_factors (
    person blob not null primary key references people (id) on delete cascade,
    secret blob not null,
    begun text not null,
    confirmed text,
    last_step integer not null
) strict;

create table recovery_codes (
    person blob not null references people (id) on delete cascade,
    code text not null,
    primary key (person, code)
) strict;

create table half_sessions (
    token text not null primary key,
    person blob not null references people (id) on delete cascade,
    expires text not null
) strict;
create index half_sessions_person on half_sessions (person);
