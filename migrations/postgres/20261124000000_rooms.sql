-- The room as it is now, its earlier versions, the version number of the whole registry, and the audit chain.
-- `doc` is the room as JSON; beside it stands what constraints need.
create table rooms (
    id uuid not null primary key,
    code text not null constraint rooms_code_key unique,
    source text,
    source_key text,
    version bigint not null check (version > 0),
    since timestamptz not null,
    doc text not null,
    constraint rooms_source_key unique (source, source_key)
);

create table room_history (
    id uuid not null,
    code text not null,
    source text,
    source_key text,
    version bigint not null,
    since timestamptz not null,
    doc text not null,
    until timestamptz not null,
    primary key (id, version)
);

create table registry (
    one bigint not null primary key check (one = 1),
    version bigint not null
);
insert into registry (one, version) values (1, 1);

create table audit (
    seq bigint not null primary key,
    at timestamptz not null,
    actor text not null,
    action text not null,
    subject text not null,
    detail jsonb not null,
    hash text not null
);
