-- What failed and is to be mended: items with their events, who answers for which rooms, rooms that are kept out of the
-- finder. Of inspections, which revisions were confirmed and why one was corrected.
create table operator_rooms (
    person uuid not null references people (id),
    room uuid not null,
    given timestamptz not null,
    primary key (person, room)
);
create index operator_rooms_room on operator_rooms (room);

create table rectification_items (
    id uuid not null primary key,
    room uuid not null,
    inspection uuid not null references inspections (id),
    clause text not null,
    severity text not null,
    way text not null,
    camera boolean not null,
    state text not null,
    opened timestamptz not null,
    days bigint not null check (days >= 0),
    changed timestamptz not null,
    escalated timestamptz,
    superseded uuid references inspections (id),
    version bigint not null check (version > 0)
);
create unique index rectification_items_open on rectification_items (room, clause) where state in ('open', 'answered');
create index rectification_items_inspection on rectification_items (inspection);

create table rectification_events (
    item uuid not null references rectification_items (id),
    number bigint not null check (number > 0),
    at timestamptz not null,
    actor text not null,
    step text not null,
    words text not null,
    photos text not null,
    answer text,
    on_site boolean not null,
    primary key (item, number)
);

create table suspensions (
    id uuid not null primary key,
    room uuid not null,
    since timestamptz not null,
    clauses text not null,
    camera boolean not null,
    lifted timestamptz,
    lifted_by text,
    reason text,
    check ((lifted is null) = (lifted_by is null))
);
create unique index suspensions_one on suspensions (room) where lifted is null;
create index suspensions_room on suspensions (room, since);

alter table inspection_revisions add column confirmed timestamptz;
update inspection_revisions set confirmed = (select changed from inspections where id = inspection)
    where exists (select 1 from inspections where id = inspection and state = 'confirmed' and revision = inspection_revisions.revision);

create table inspection_amendments (
    inspection uuid not null references inspections (id),
    number bigint not null check (number > 0),
    at timestamptz not null,
    revision bigint not null check (revision > 1),
    corrects bigint not null check (corrects > 0),
    reason text not null,
    withdrawn timestamptz,
    primary key (inspection, number)
);
