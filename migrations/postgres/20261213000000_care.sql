-- The log of a room's care. Rooms that keep one, with what is known of each in short (made of its entries at each write);
-- cards with a QR code for those who clean, one at a time for each room; and entries, which are struck out and never changed.
-- `number` of a room is that of the last write of all: what was written since is read by it. Days are text such as 2026-11-29,
-- `days` those of the last weeks on which it was recorded in time that the room was cleaned, as JSON, as `done` and `photos` are.
create table care_clock (
    one bigint not null primary key check (one = 1),
    number bigint not null
);
insert into care_clock (one, number) values (1, 0);

create table care_rooms (
    room uuid not null primary key,
    since text not null,
    signs text not null,
    last timestamptz,
    days text not null,
    number bigint not null
);
create index care_rooms_number on care_rooms (number);

create table care_cards (
    id uuid not null primary key,
    room uuid not null references care_rooms (room),
    made timestamptz not null,
    made_by text not null,
    ended timestamptz,
    ended_by text
);
create unique index care_cards_one on care_cards (room) where ended is null;

create table care_entries (
    id uuid not null primary key,
    room uuid not null references care_rooms (room),
    card uuid references care_cards (id),
    at timestamptz not null,
    day text not null,
    actor text not null,
    done text not null,
    cleaned boolean not null,
    late boolean not null,
    sign text not null,
    report text not null,
    photos text not null,
    struck timestamptz,
    struck_by text,
    struck_why text
);
create index care_entries_room on care_entries (room, day);

create function care_entry_stays() returns trigger language plpgsql as $$
begin
    raise exception 'an entry is struck out, not changed';
end
$$;
create trigger care_entries_stay_as_they_are before update of id, room, card, at, day, actor, done, cleaned, late, sign, report, photos on care_entries
    for each row execute function care_entry_stays();
create trigger care_entries_stay before delete on care_entries
    for each row execute function care_entry_stays();
