-- The steps of rooms from proposal to closure, which are never changed, and the day each is to open.
-- `came_from` is null for a proposal; `paper` names the document that a step rests on.
create table room_steps (
    room uuid not null,
    number bigint not null check (number > 0),
    step text not null,
    came_from text,
    went_to text not null,
    happened text not null,
    note text not null,
    paper text not null,
    inspection uuid references inspections (id),
    regardless boolean not null,
    recorded_by text not null,
    recorded timestamptz not null,
    primary key (room, number)
);

create table room_plans (
    room uuid not null primary key,
    due text not null
);
