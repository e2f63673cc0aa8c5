-- Lists that come in: the file as it was sent, how it is read, what was put right in it, and what it did. Settings,
-- corrections and the result are JSON.
create table imports (
    id blob not null primary key,
    name text not null,
    digest text not null,
    bytes blob not null,
    settings text not null,
    corrections text not null,
    state text not null check (state in ('draft', 'done', 'undone', 'dropped')),
    version integer not null check (version > 0),
    uploaded_by text not null,
    uploaded text not null,
    changed text not null,
    settled_by text not null,
    settled text,
    result text not null
) strict;

-- What an import wrote: the version of a room that it replaced, null where it added the room, and the one it wrote.
create table import_rooms (
    import blob not null references imports (id),
    room blob not null,
    came_from integer,
    went_to integer not null,
    primary key (import, room)
) strict;

-- Settings kept under a name; `header` is the digest of the columns they are for.
create table import_settings (
    name text not null primary key,
    header text not null,
    settings text not null,
    saved_by text not null,
    saved text not null
) strict;
