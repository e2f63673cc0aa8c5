-- Lists that come in: the file as it was sent, how it is read, what was put right in it, and what it did. Settings,
-- corrections and the result are JSON.
create table imports (
    id uuid not null primary key,
    name text not null,
    digest text not null,
    bytes bytea not null,
    settings text not null,
    corrections text not null,
    state text not null check (state in ('draft', 'done', 'undone', 'dropped')),
    version bigint not null check (version > 0),
    uploaded_by text not null,
    uploaded timestamptz not null,
    changed timestamptz not null,
    settled_by text not null,
    settled timestamptz,
    result text not null
);

-- What an import wrote: the version of a room that it replaced, null where it added the room, and the one it wrote.
create table import_rooms (
    import uuid not null references imports (id),
    room uuid not null,
    came_from bigint,
    went_to bigint not null,
    primary key (import, room)
);

-- Settings kept under a name; `header` is the digest of the columns they are for.
create table import_settings (
    name text not null primary key,
    header text not null,
    settings text not null,
    saved_by text not null,
    saved timestamptz not null
);
