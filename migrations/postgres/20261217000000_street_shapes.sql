-- Official boundaries of streets, as whole sets that are never changed once uploaded: the file as it came, what was measured
-- of it, the streets in WGS-84 and as they are drawn, the last three as JSON. One set at most is published.
-- What is large stands last: SQLite reads what stands before it without the pages that it runs over to.
create table street_shapes (
    id uuid not null primary key,
    source text not null,
    fictional boolean not null,
    file text not null,
    digest text not null,
    loaded_by text not null,
    loaded timestamptz not null,
    state text not null check (state in ('draft', 'published', 'replaced', 'withdrawn')),
    changed_by text not null,
    changed timestamptz not null,
    version bigint not null check (version > 0),
    bytes bytea not null,
    report text not null,
    shapes text not null,
    shown text not null
);
create unique index street_shapes_published on street_shapes (state) where state = 'published';
