-- Targets for a year's end, and their revisions, which are never changed; and how things stood at the ends of years,
-- frozen: `doc` is the count with the rooms behind it, `digest` the SHA-256 of that text.
-- An empty street, class or venue does not narrow; `rooms` is null where a target was withdrawn.
create table targets (
    id blob not null primary key,
    year integer not null,
    street text not null,
    class text not null,
    venue text not null,
    unique (year, street, class, venue)
) strict;

create table target_revisions (
    target blob not null references targets (id),
    number integer not null check (number > 0),
    rooms integer check (rooms >= 0),
    happened text not null,
    source text not null,
    note text not null,
    recorded_by text not null,
    recorded text not null,
    primary key (target, number)
) strict;

create table year_snapshots (
    year integer not null primary key,
    digest text not null,
    doc text not null,
    frozen_by text not null,
    frozen text not null
) strict;
