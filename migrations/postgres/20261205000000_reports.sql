-- What parents report. A case is what is wrong in one room; each report of it has a reference of its own.
-- `about` is the facility that it is about, or empty; `day` is the local day on which the first report came, `last` that of the
-- last report or of taking it up again; `photos` are
-- digests as JSON. Of checks, `holds` is what a parent saw: whether the room has the facility.
create table report_cases (
    id uuid not null primary key,
    room uuid not null,
    trouble text not null,
    about text not null,
    state text not null,
    opened timestamptz not null,
    day text not null,
    last text not null,
    changed timestamptz not null,
    inspection uuid references inspections (id),
    version bigint not null check (version > 0)
);
create unique index report_cases_open on report_cases (room, trouble, about) where state in ('received', 'accepted');
create index report_cases_inspection on report_cases (inspection);

create table reports (
    id uuid not null primary key,
    reference text not null constraint reports_reference_key unique,
    case_id uuid not null references report_cases (id),
    at timestamptz not null,
    at_door boolean not null,
    words text not null,
    photos text not null
);
create index reports_case on reports (case_id, at);

create table report_events (
    case_id uuid not null references report_cases (id),
    number bigint not null check (number > 0),
    at timestamptz not null,
    actor text not null,
    step text not null,
    words text not null,
    inspection uuid references inspections (id),
    primary key (case_id, number)
);

create table room_checks (
    id uuid not null primary key,
    room uuid not null,
    at timestamptz not null,
    at_door boolean not null,
    clean bigint check (clean between 1 and 5),
    finding bigint check (finding between 1 and 5)
);
create index room_checks_room on room_checks (room, at);

create table room_check_facts (
    room_check uuid not null references room_checks (id),
    facility text not null,
    holds boolean not null,
    settled timestamptz,
    primary key (room_check, facility)
);
create index room_check_facts_new on room_check_facts (settled) where settled is null;

-- A photograph may come from a visitor without an account.
alter table photos alter column sent_by drop not null;
