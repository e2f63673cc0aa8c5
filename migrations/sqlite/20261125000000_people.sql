-- People with an account, where they are signed in, their links of invitation or reset, and wrong passwords.
-- Of tokens only the SHA-256 is kept.
create table people (
    id blob not null primary key,
    name text not null,
    login text not null constraint people_login_key unique,
    role text not null,
    password text,
    active integer not null check (active in (0, 1)),
    version integer not null check (version > 0),
    created text not null
) strict;

create table sessions (
    token text not null primary key,
    person blob not null references people (id) on delete cascade,
    created text not null,
    seen text not null,
    agent text not null
) strict;
create index sessions_person on sessions (person);

create table links (
    token text not null primary key,
    person blob not null references people (id) on delete cascade,
    expires text not null
) strict;
create index links_person on links (person);

create table failures (
    login text not null primary key,
    count integer not null,
    last text not null
) strict;
