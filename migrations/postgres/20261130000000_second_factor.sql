-- Second factors: the secret of a person's authenticator, their recovery codes, and sign-ins that wait for a code.
-- The secret is kept as it is, for codes are worked out from it; of recovery codes and tokens only the SHA-256 is kept.
create table second_factors (
    person uuid not null primary key references people (id) on delete cascade,
    secret bytea not null,
    begun timestamptz not null,
    confirmed timestamptz,
    last_step bigint not null
);

create table recovery_codes (
    person uuid not null references people (id) on delete cascade,
    code text not null,
    primary key (person, code)
);

create table half_sessions (
    token text not null primary key,
    person uuid not null references people (id) on delete cascade,
    expires timestamptz not null
);
create index half_sessions_person on half_sessions (person);
