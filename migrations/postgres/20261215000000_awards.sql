-- Demonstration sites and stars. Schemes with their terms as JSON and every revision of them; awards, each for one room of a
-- scheme; and their steps, which are never changed. Days are text such as 2026-11-29. `settled` is when somebody last decided
-- about what puts an award in question.
create table award_schemes (
    id uuid not null primary key,
    terms text not null,
    retired boolean not null,
    written_by text not null,
    changed timestamptz not null,
    version bigint not null check (version > 0)
);

create table award_scheme_revisions (
    scheme uuid not null references award_schemes (id),
    version bigint not null check (version > 0),
    terms text not null,
    retired boolean not null,
    at timestamptz not null,
    actor text not null,
    primary key (scheme, version)
);

create table awards (
    id uuid not null primary key,
    scheme uuid not null references award_schemes (id),
    room uuid not null,
    nominated_by text not null,
    self_assessed boolean not null,
    state text not null,
    level bigint check (level between 1 and 5),
    valid_from text,
    valid_until text,
    on_day text not null,
    settled timestamptz,
    changed timestamptz not null,
    version bigint not null check (version > 0),
    check ((valid_from is null) = (valid_until is null) and (valid_from is null) = (level is null))
);
create unique index awards_one_nomination on awards (scheme, room) where state = 'nominated';
create index awards_room on awards (room);

create table award_steps (
    award uuid not null references awards (id),
    number bigint not null check (number > 0),
    at timestamptz not null,
    actor text not null,
    step text not null,
    on_day text not null,
    level bigint check (level between 1 and 5),
    valid_from text,
    valid_until text,
    terms bigint not null check (terms > 0),
    evidence_kind text,
    evidence uuid,
    band text,
    paper text not null,
    words text not null,
    primary key (award, number),
    check ((evidence_kind is null) = (evidence is null))
);

create function award_step_stays() returns trigger language plpgsql as $$
begin
    raise exception 'a step of an award never changes';
end
$$;
create trigger award_steps_stay before update or delete on award_steps
    for each row execute function award_step_stays();
