-- Experts' profiles; rounds of inspections and who is to inspect what. Days are text, such as 2026-11-28.
-- `pool` holds the codes that a draw was made of, `turn` is 1 or 2 in a double inspection, `note` says why an assignment
-- was given to somebody else or cancelled.
create table profiles (
    person uuid not null primary key references people (id) on delete cascade,
    field text not null,
    affiliations text not null,
    home text
);

create table rounds (
    id uuid not null primary key,
    title text not null,
    purpose text not null,
    about text not null,
    seed text,
    pool text not null,
    twice boolean not null,
    due text not null,
    planner uuid not null references people (id),
    created timestamptz not null
);

create table assignments (
    id uuid not null primary key,
    round uuid not null references rounds (id),
    room uuid not null,
    expert uuid not null references people (id),
    due text not null,
    state text not null,
    turn bigint not null check (turn in (1, 2)),
    inspection uuid,
    note text not null,
    version bigint not null check (version > 0)
);
create index assignments_round on assignments (round);
create index assignments_expert on assignments (expert);
create unique index assignments_once on assignments (round, room, expert) where state <> 'cancelled';

-- What an inspection fulfils; a visit of guidance is never public; what a lead expert made of two says so.
alter table inspections add column assignment uuid references assignments (id);
alter table inspections add column guidance boolean not null default false;
alter table inspection_revisions add column settled text;
