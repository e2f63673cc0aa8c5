-- What parents report. A case is what is wrong in one room; each report of it has a reference of its own.
-- `about` is the facility that it is about, or empty; `day` is the local day on which the first report came, `last` that of the
-- last report or of taking it up again; `photos` are
-- digests as JSON. Of checks, `holds` is what a parent saw: whether the room has the facility.
create table report_cases (
    id blob not null primary key,
    room blob not null,
    trouble text not null,
    about text not null,
    state text not null,
    opened text not null,
    day text not null,
    last text not null,
    changed text not null,
    inspection blob references inspections (id),
    version integer not null check (version > 0)
) strict;
create unique index report_cases_open on report_cases (room, trouble, about) where state in ('received', 'accepted');
create index report_cases_inspection on report_cases (inspection);

create table reports (
    id blob not null primary key,
    reference text not null constraint reports_reference_key unique,
    case_id blob not null references report_cases (id),
    at text not null,
    at_door integer not null check (at_door in (0, 1)),
    words text not null,
    photos text not null
) strict;
create index reports_case on reports (case_id, at);

create table report_events (
    case_id blob not null references report_cases (id),
    number integer not null check (number > 0),
    at text not null,
    actor text not null,
    step text not null,
    words text not null,
    inspection blob references inspections (id),
    primary key (case_id, number)
) strict;

create table room_checks (
    id blob not null primary key,
    room blob not null,
    at text not null,
    at_door integer not null check (at_door in (0, 1)),
    clean integer check (clean between 1 and 5),
    finding integer check (finding between 1 and 5)
) strict;
create index room_checks_room on room_checks (room, at);

create table room_check_facts (
    room_check blob not null references room_checks (id),
    facility text not null,
    holds integer not null check (holds in (0, 1)),
    settled text,
    primary key (room_check, facility)
) strict;
create index room_check_facts_new on room_check_facts (settled) where settled is null;

-- A photograph may come from a visitor without an account.
create table photos_new (
    digest text not null primary key,
    object blob not null constraint photos_object_key unique,
    stored text not null,
    thumb text not null,
    width integer not null,
    height integer not null,
    bytes integer not null,
    restricted integer not null check (restricted in (0, 1)),
    sent_by blob references people (id),
    received text not null,
    seen text not null
) strict;
insert into photos_new select digest, object, stored, thumb, width, height, bytes, restricted, sent_by, received, seen from photos;
drop table photos;
alter table photos_new rename to photos;
create index photos_seen on photos (seen);
