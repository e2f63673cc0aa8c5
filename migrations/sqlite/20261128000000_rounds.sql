-- Experts' profiles; rounds of inspections and who is to inspect what. Days are text, such as 2026-11-28.
-- `pool` holds the codes that a draw was made of, `turn` is 1 or 2 in a double inspection, `note` says why an assignment
-- was given to somebody else or cancelled.
create table profiles (
    person blob not null primary key references people (id) on delete cascade,
    field text not null,
    affiliations text not null,
    home text
) strict;

create table rounds (
    id blob not null primary key,
    title text not null,
    purpose text not null,
    about text not null,
    seed text,
    pool text not null,
    twice integer not null check (twice in (0, 1)),
    due text not null,
    planner blob not null references people (id),
    created text not null
) strict;

create table assignments (
    id blob not null primary key,
    round blob not null references rounds (id),
    room blob not null,
    expert blob not null references people (id),
    due text not null,
    state text not null,
    turn integer not null check (turn in (1, 2)),
    inspection blob,
    note text not null,
    version integer not null check (version > 0)
) strict;
create index assignments_round on assignments (round);
create index assignments_expert on assignments (expert);
create unique index assignments_once on assignments (round, room, expert) where state <> 'cancelled';

-- What an inspection fulfils; a visit of guidance is never public; what a lead expert made of two says so.
alter table inspections add column assignment blob references assignments (id);
alter table inspections add column guidance integer not null default 0 check (guidance in (0, 1));
alter table inspection_revisions add column settled text;
