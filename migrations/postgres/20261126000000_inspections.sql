-- Inspections as they stand, and every sheet that was handed in, which is never changed.
-- `sheet` is the filled-in sheet as JSON, `report` what scoring said of it.
create table inspections (
    id uuid not null primary key,
    room uuid not null,
    expert uuid not null references people (id),
    state text not null,
    sheet text not null,
    remark text not null,
    version bigint not null check (version > 0),
    revision bigint not null,
    changed timestamptz not null
);
create index inspections_room on inspections (room);
create index inspections_expert on inspections (expert);

create table inspection_revisions (
    inspection uuid not null references inspections (id),
    revision bigint not null check (revision > 0),
    digest text not null,
    sheet text not null,
    report text not null,
    submitted timestamptz not null,
    primary key (inspection, revision)
);
