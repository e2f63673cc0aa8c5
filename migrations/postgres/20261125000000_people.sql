-- People with an account, where they are signed in, their links of invitation or reset, and wrong passwords.
-- Of tokens only the SHA-256 is kept.
create table people (
    id uuid not null primary key,
    name text not null,
    login text not null constraint people_login_key unique,
    role text not null,
    password text,
    active boolean not null,
    version bigint not null check (version > 0),
    created timestamptz not null
);

create table sessions (
    token text not null primary key,
    person uuid not null references people (id) on delete cascade,
    created timestamptz not null,
    seen timestamptz not null,
    agent text not null
);
create index sessions_person on sessions (person);

create table links (
    token text not null primary key,
    person uuid not null references people (id) on delete cascade,
    expires timestamptz not null
);
create index links_person on links (person);

create table failures (
    login text not null primary key,
    count integer not null,
    last timestamptz not null
);
