-- Rewards. Programmes with their rules as JSON; payments, each for one room and milestone of a programme; what happened to
-- them; and the ledger, whose lines are never changed. Amounts are in fen, days are text such as 2026-11-29.
create table programmes (
    id uuid not null primary key,
    title text not null,
    source text not null,
    fictional boolean not null,
    terms text not null,
    state text not null,
    written_by text not null,
    changed timestamptz not null,
    version bigint not null check (version > 0)
);

create table payments (
    id uuid not null primary key,
    programme uuid not null references programmes (id),
    room uuid not null,
    milestone text not null,
    amount bigint not null check (amount > 0),
    cost bigint check (cost > 0),
    line bigint not null check (line > 0),
    reached text not null,
    inspection uuid references inspections (id),
    state text not null,
    proposed_by text not null,
    changed timestamptz not null,
    version bigint not null check (version > 0)
);
create unique index payments_once on payments (programme, room, milestone) where state in ('proposed', 'approved', 'paid');
create index payments_room on payments (room);

create table payment_events (
    payment uuid not null references payments (id),
    number bigint not null check (number > 0),
    at timestamptz not null,
    actor text not null,
    step text not null,
    words text not null,
    primary key (payment, number)
);

create table ledger (
    programme uuid not null references programmes (id),
    number bigint not null check (number > 0),
    payment uuid not null references payments (id),
    amount bigint not null check (amount <> 0),
    happened text not null,
    paper text not null,
    at timestamptz not null,
    actor text not null,
    primary key (programme, number)
);
create unique index ledger_once on ledger (payment, (amount > 0));

create function ledger_line_stays() returns trigger language plpgsql as $$
begin
    raise exception 'a line of the ledger never changes';
end
$$;
create trigger ledger_stays before update or delete on ledger
    for each row execute function ledger_line_stays();
