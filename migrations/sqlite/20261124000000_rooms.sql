-- The room as it is now, its earlier versions, the version number of the whole registry, and the audit chain.
-- `doc` is the room as JSON; beside it stands what constraints need.
create table rooms (
    id blob not null primary key,
    code text not null constraint rooms_code_key unique,
    source text,
    source_key text,
    version integer not null check (version > 0),
    since text not null,
    doc text not null,
    constraint rooms_source_key unique (source, source_key)
) strict;

create table room_history (
    id blob not null,
    code text not null,
    source text,
    source_key text,
    version integer not null,
    since text not null,
    doc text not null,
    until text not null,
    primary key (id, version)
) strict;

create table registry (
    one integer not null primary key check (one = 1),
    version integer not null
) strict;
insert into registry (one, version) values (1, 1);

create table audit (
    seq integer not null primary key,
    at text not null,
    actor text not null,
    action text not null,
    subject text not null,
    detail text not null,
    hash text not null
) strict;
