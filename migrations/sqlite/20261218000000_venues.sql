-- Venues of lists that staff bring in. What is known of a venue stands in its versions, which are never changed: `doc` is JSON,
-- and the newest version holds. `venue_rooms` are the links that hold, so that a room stands in one venue; `venue_lists` are
-- the files as they were sent, with how they are read and what they did, as JSON.
create table venues (
    id blob not null primary key,
    list text not null,
    list_key text,
    constraint venues_list_key unique (list, list_key)
) strict;

create table venue_versions (
    venue blob not null references venues (id),
    number integer not null check (number > 0),
    since text not null,
    doc text not null,
    written_by text not null,
    action text not null,
    why text not null,
    primary key (venue, number)
) strict;

create table venue_rooms (
    room blob not null primary key,
    venue blob not null references venues (id)
) strict;
create index venue_rooms_venue on venue_rooms (venue);

create table venue_lists (
    id blob not null primary key,
    name text not null,
    digest text not null,
    bytes blob not null,
    settings text not null,
    state text not null check (state in ('draft', 'done', 'dropped')),
    uploaded_by text not null,
    uploaded text not null,
    settled_by text not null,
    settled text,
    result text not null
) strict;

create trigger venue_versions_stay_as_they_are before update on venue_versions
begin
    select raise(abort, 'a version of a venue is followed by another, not changed');
end;
create trigger venue_versions_stay before delete on venue_versions
begin
    select raise(abort, 'a venue is ended, not taken away');
end;
