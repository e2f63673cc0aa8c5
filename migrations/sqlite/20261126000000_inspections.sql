-- Inspections as they stand, and every sheet that was handed in, which is never changed.
-- `sheet` is the filled-in sheet as JSON, `report` what scoring said of it.
create table inspections (
    id blob not null primary key,
    room blob not null,
    expert blob not null references people (id),
    state text not null,
    sheet text not null,
    remark text not null,
    version integer not null check (version > 0),
    revision integer not null,
    changed text not null
) strict;
create index inspections_room on inspections (room);
create index inspections_expert on inspections (expert);

create table inspection_revisions (
    inspection blob not null references inspections (id),
    revision integer not null check (revision > 0),
    digest text not null,
    sheet text not null,
    report text not null,
    submitted text not null,
    primary key (inspection, revision)
) strict;
