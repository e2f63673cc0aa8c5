-- The steps of rooms from proposal to closure, which are never changed, and the day each is to open.
-- `came_from` is null for a proposal; `paper` names the document that a step rests on.
create table room_steps (
    room blob not null,
    number integer not null check (number > 0),
    step text not null,
    came_from text,
    went_to text not null,
    happened text not null,
    note text not null,
    paper text not null,
    inspection blob references inspections (id),
    regardless integer not null check (regardless in (0, 1)),
    recorded_by text not null,
    recorded text not null,
    primary key (room, number)
) strict;

create table room_plans (
    room blob not null primary key,
    due text not null
) strict;
