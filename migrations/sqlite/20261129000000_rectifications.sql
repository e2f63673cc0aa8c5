-- What failed and is to be mended: items with their events, who answers for which rooms, rooms that are kept out of the
-- finder. Of inspections, which revisions were confirmed and why one was corrected.
create table operator_rooms (
    person blob not null references people (id),
    room blob not null,
    given text not null,
    primary key (person, room)
) strict;
create index operator_rooms_room on operator_rooms (room);

create table rectification_items (
    id blob not null primary key,
    room blob not null,
    inspection blob not null references inspections (id),
    clause text not null,
    severity text not null,
    way text not null,
    camera integer not null check (camera in (0, 1)),
    state text not null,
    opened text not null,
    days integer not null check (days >= 0),
    changed text not null,
    escalated text,
    superseded blob references inspections (id),
    version integer not null check (version > 0)
) strict;
create unique index rectification_items_open on rectification_items (room, clause) where state in ('open', 'answered');
create index rectification_items_inspection on rectification_items (inspection);

create table rectification_events (
    item blob not null references rectification_items (id),
    number integer not null check (number > 0),
    at text not null,
    actor text not null,
    step text not null,
    words text not null,
    photos text not null,
    answer text,
    on_site integer not null check (on_site in (0, 1)),
    primary key (item, number)
) strict;

create table suspensions (
    id blob not null primary key,
    room blob not null,
    since text not null,
    clauses text not null,
    camera integer not null check (camera in (0, 1)),
    lifted text,
    lifted_by text,
    reason text,
    check ((lifted is null) = (lifted_by is null))
) strict;
create unique index suspensions_one on suspensions (room) where lifted is null;
create index suspensions_room on suspensions (room, since);

alter table inspection_revisions add column confirmed text;
update inspection_revisions set confirmed = (select changed from inspections where id = inspection)
    where exists (select 1 from inspections where id = inspection and state = 'confirmed' and revision = inspection_revisions.revision);

create table inspection_amendments (
    inspection blob not null references inspections (id),
    number integer not null check (number > 0),
    at text not null,
    revision integer not null check (revision > 1),
    corrects integer not null check (corrects > 0),
    reason text not null,
    withdrawn text,
    primary key (inspection, number)
) strict;
