-- Rewards. Programmes with their rules as JSON; payments, each for one room and milestone of a programme; what happened to
-- them; and the ledger, whose lines are never changed. Amounts are in fen, days are text such as 2026-11-29.
create table programmes (
    id blob not null primary key,
    title text not null,
    source text not null,
    fictional integer not null check (fictional in (0, 1)),
    terms text not null,
    state text not null,
    written_by text not null,
    changed text not null,
    version integer not null check (version > 0)
) strict;

create table payments (
    id blob not null primary key,
    programme blob not null references programmes (id),
    room blob not null,
    milestone text not null,
    amount integer not null check (amount > 0),
    cost integer check (cost > 0),
    line integer not null check (line > 0),
    reached text not null,
    inspection blob references inspections (id),
    state text not null,
    proposed_by text not null,
    changed text not null,
    version integer not null check (version > 0)
) strict;
create unique index payments_once on payments (programme, room, milestone) where state in ('proposed', 'approved', 'paid');
create index payments_room on payments (room);

create table payment_events (
    payment blob not null references payments (id),
    number integer not null check (number > 0),
    at text not null,
    actor text not null,
    step text not null,
    words text not null,
    primary key (payment, number)
) strict;

create table ledger (
    programme blob not null references programmes (id),
    number integer not null check (number > 0),
    payment blob not null references payments (id),
    amount integer not null check (amount <> 0),
    happened text not null,
    paper text not null,
    at text not null,
    actor text not null,
    primary key (programme, number)
) strict;
create unique index ledger_once on ledger (payment, (amount > 0));

create trigger ledger_stays_as_it_is before update on ledger
begin
    select raise(abort, 'a line of the ledger never changes');
end;
create trigger ledger_stays before delete on ledger
begin
    select raise(abort, 'a line of the ledger is never taken away');
end;
