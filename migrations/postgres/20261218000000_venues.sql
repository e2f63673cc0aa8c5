-- Venues of lists that staff bring in. What is known of a venue stands in its versions, which are never changed: `doc` is JSON,
-- and the newest version holds. `venue_rooms` are the links that hold, so that a room stands in one venue; `venue_lists` are
-- the files as they were sent, with how they are read and what they did, as JSON.
create table venues (
    id uuid not null primary key,
    list text not null,
    list_key text,
    constraint venues_list_key unique (list, list_key)
);

create table venue_versions (
    venue uuid not null references venues (id),
    number bigint not null check (number > 0),
    since timestamptz not null,
    doc text not null,
    written_by text not null,
    action text not null,
    why text not null,
    primary key (venue, number)
);

create table venue_rooms (
    room uuid not null primary key,
    venue uuid not null references venues (id)
);
create index venue_rooms_venue on venue_rooms (venue);

create table venue_lists (
    id uuid not null primary key,
    name text not null,
    digest text not null,
    bytes bytea not null,
    settings text not null,
    state text not null check (state in ('draft', 'done', 'dropped')),
    uploaded_by text not null,
    uploaded timestamptz not null,
    settled_by text not null,
    settled timestamptz,
    result text not null
);

create function venue_version_stays() returns trigger language plpgsql as $$
begin
    raise exception 'a venue is ended and its versions stay';
end
$$;
create trigger venue_versions_stay before update or delete on venue_versions
    for each row execute function venue_version_stays();
