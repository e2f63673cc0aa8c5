-- Official boundaries of streets, as whole sets that are never changed once uploaded: the file as it came, what was measured
-- of it, the streets in WGS-84 and as they are drawn, the last three as JSON. One set at most is published.
-- What is large stands last: SQLite reads what stands before it without the pages that it runs over to.
create table street_shapes (
    id blob not null primary key,
    source text not null,
    fictional integer not null check (fictional in (0, 1)),
    file text not null,
    digest text not null,
    loaded_by text not null,
    loaded text not null,
    state text not null check (state in ('draft', 'published', 'replaced', 'withdrawn')),
    changed_by text not null,
    changed text not null,
    version integer not null check (version > 0),
    bytes blob not null,
    report text not null,
    shapes text not null,
    shown text not null
) strict;
create unique index street_shapes_published on street_shapes (state) where state = 'published';
