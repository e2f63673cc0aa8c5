-- Citizen supervisors: their terms, campaigns of visits, and what they found in rooms. Days are text such as 2026-11-29, `hour` is
-- that of the visit by the local clock, `answers` are JSON. A visit is never changed: a correction is a row of its own, which
-- `replaces` the one before; that one stands no more since `replaced`. `first_at` is when the first of them was sent. Cases are
-- reports that staff made of an answer.
create table supervision_terms (
    id blob not null primary key,
    person blob not null references people (id),
    first text not null,
    last text not null check (last >= first),
    made text not null,
    made_by text not null
) strict;
create index supervision_terms_person on supervision_terms (person);

create table supervision_campaigns (
    id blob not null primary key,
    name text not null,
    first text not null,
    last text not null check (last >= first),
    wanted integer not null check (wanted > 0),
    street text not null,
    note text not null,
    made text not null,
    made_by text not null,
    closed text,
    closed_by text
) strict;

create table supervision_visits (
    id blob not null primary key,
    campaign blob not null references supervision_campaigns (id),
    room blob not null,
    person blob not null references people (id),
    day text not null,
    hour integer not null check (hour between 0 and 23),
    answers text not null,
    clean integer check (clean between 1 and 5),
    finding integer check (finding between 1 and 5),
    remark text not null,
    at text not null,
    first_at text not null,
    replaces blob references supervision_visits (id),
    replaced text
) strict;
create unique index supervision_visits_one on supervision_visits (campaign, room, person) where replaced is null;
create index supervision_visits_person on supervision_visits (person);
create index supervision_visits_day on supervision_visits (day);

create table supervision_cases (
    visit blob not null references supervision_visits (id),
    question text not null,
    reference text not null,
    at text not null,
    made_by text not null,
    primary key (visit, question)
) strict;

create trigger supervision_visits_stay_as_they_are before update of id, campaign, room, person, day, hour, answers, clean, finding, remark, at, first_at, replaces on supervision_visits
begin
    select raise(abort, 'a visit is corrected by another one, not changed');
end;
create trigger supervision_visits_stay before delete on supervision_visits
begin
    select raise(abort, 'a visit is never taken away');
end;
