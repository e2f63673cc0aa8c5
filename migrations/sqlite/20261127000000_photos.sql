-- Photographs by the SHA-256 of the file as sent. The pictures lie outside of the database under `object`; `stored` and
-- `thumb` are their SHA-256. `seen` is when the file was last sent. And secrets that several processes share.
create table photos (
    digest text not null primary key,
    object blob not null constraint photos_object_key unique,
    stored text not null,
    thumb text not null,
    width integer not null,
    height integer not null,
    bytes integer not null,
    restricted integer not null check (restricted in (0, 1)),
    sent_by blob not null references people (id),
    received text not null,
    seen text not null
) strict;
create index photos_seen on photos (seen);

create table secrets (
    name text not null primary key,
    secret text not null
) strict;
