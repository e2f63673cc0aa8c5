-- Targets for a year's end, and their revisions, which are never changed; and how things stood at the ends of years,
-- frozen: `doc` is the count with the rooms behind it, `digest` the SHA-256 of that text.
-- An empty street, class or venue does not narrow; `rooms` is null where a target was withdrawn.
create table targets (
    id uuid not null primary key,
    year bigint not null,
    street text not null,
    class text not null,
    venue text not null,
    unique (year, street, class, venue)
);

create table target_revisions (
    target uuid not null references targets (id),
    number bigint not null check (number > 0),
    rooms bigint check (rooms >= 0),
    happened text not null,
    source text not null,
    note text not null,
    recorded_by text not null,
    recorded timestamptz not null,
    primary key (target, number)
);

create table year_snapshots (
    year bigint not null primary key,
    digest text not null,
    doc text not null,
    frozen_by text not null,
    frozen timestamptz not null
);
