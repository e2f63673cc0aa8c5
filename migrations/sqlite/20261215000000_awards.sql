-- Demonstration sites and stars. Schemes with their terms as JSON and every revision of them; awards, each for one room of a
-- scheme; and their steps, which are never changed. Days are text such as 2026-11-29. `settled` is when somebody last decided
-- about what puts an award in question.
create table award_schemes (
    id blob not null primary key,
    terms text not null,
    retired integer not null check (retired in (0, 1)),
    written_by text not null,
    changed text not null,
    version integer not null check (version > 0)
) strict;

create table award_scheme_revisions (
    scheme blob not null references award_schemes (id),
    version integer not null check (version > 0),
    terms text not null,
    retired integer not null check (retired in (0, 1)),
    at text not null,
    actor text not null,
    primary key (scheme, version)
) strict;

create table awards (
    id blob not null primary key,
    scheme blob not null references award_schemes (id),
    room blob not null,
    nominated_by text not null,
    self_assessed integer not null check (self_assessed in (0, 1)),
    state text not null,
    level integer check (level between 1 and 5),
    valid_from text,
    valid_until text,
    on_day text not null,
    settled text,
    changed text not null,
    version integer not null check (version > 0),
    check ((valid_from is null) = (valid_until is null) and (valid_from is null) = (level is null))
) strict;
create unique index awards_one_nomination on awards (scheme, room) where state = 'nominated';
create index awards_room on awards (room);

create table award_steps (
    award blob not null references awards (id),
    number integer not null check (number > 0),
    at text not null,
    actor text not null,
    step text not null,
    on_day text not null,
    level integer check (level between 1 and 5),
    valid_from text,
    valid_until text,
    terms integer not null check (terms > 0),
    evidence_kind text,
    evidence blob,
    band text,
    paper text not null,
    words text not null,
    primary key (award, number),
    check ((evidence_kind is null) = (evidence is null))
) strict;

create trigger award_steps_stay_as_they_are before update on award_steps
begin
    select raise(abort, 'a step of an award never changes');
end;
create trigger award_steps_stay before delete on award_steps
begin
    select raise(abort, 'a step of an award is never taken away');
end;
