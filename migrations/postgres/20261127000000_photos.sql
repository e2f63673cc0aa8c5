-- Photographs by the SHA-256 of the file as sent. The pictures lie outside of the database under `object`; `stored` and
-- `thumb` are their SHA-256. `seen` is when the file was last sent. And secrets that several processes share.
create table photos (
    digest text not null primary key,
    object uuid not null constraint photos_object_key unique,
    stored text not null,
    thumb text not null,
    width bigint not null,
    height bigint not null,
    bytes bigint not null,
    restricted boolean not null,
    sent_by uuid not null references people (id),
    received timestamptz not null,
    seen timestamptz not null
);
create index photos_seen on photos (seen);

create table secrets (
    name text not null primary key,
    secret text not null
);
