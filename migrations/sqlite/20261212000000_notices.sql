-- Notices. How far the audit chain was followed; what people were told and whether it was read, with when a mail of it is due;
-- how each wants to be told; mails that wait, were sent or failed; the webhooks of other systems and what was sent to them; and
-- who looks after what waits for staff. `kinds` are words with spaces between, `data` is JSON without words of parents.
create table notice_cursor (
    id integer not null primary key check (id = 1),
    seq integer not null
) strict;
insert into notice_cursor (id, seq) select 1, coalesce(max(seq), 0) from audit;

create table notices (
    id blob not null primary key,
    person blob not null references people (id) on delete cascade,
    seq integer not null,
    kind text not null,
    room blob,
    subject text not null,
    data text not null,
    at text not null,
    read_at text,
    mail_at text,
    mailed text
) strict;
create unique index notices_once on notices (person, seq);
create index notices_of_person on notices (person, at);
create index notices_mail on notices (mail_at) where mailed is null and mail_at is not null;

create table notice_settings (
    person blob not null primary key references people (id) on delete cascade,
    lang text not null,
    quiet_from text,
    quiet_until text,
    digest_hour integer not null check (digest_hour between 0 and 23),
    address text,
    pending text,
    pending_until text
) strict;

create table notice_choices (
    person blob not null references people (id) on delete cascade,
    kind text not null,
    channel text not null,
    primary key (person, kind)
) strict;

create table outbox (
    id blob not null primary key,
    person blob not null references people (id) on delete cascade,
    address text not null,
    subject text not null,
    body text not null,
    state text not null,
    tries integer not null,
    due text not null,
    claimed text,
    error text not null,
    created text not null,
    done text
) strict;
create index outbox_waiting on outbox (due) where state = 'waiting';

create table webhooks (
    id blob not null primary key,
    name text not null,
    url text not null,
    kinds text not null,
    generation integer not null check (generation > 0),
    state text not null,
    failures integer not null,
    created text not null,
    version integer not null check (version > 0)
) strict;

create table webhook_deliveries (
    id blob not null primary key,
    webhook blob not null references webhooks (id) on delete cascade,
    seq integer,
    kind text not null,
    body text not null,
    state text not null,
    tries integer not null,
    due text not null,
    claimed text,
    status integer,
    error text not null,
    created text not null,
    done text
) strict;
create unique index webhook_deliveries_once on webhook_deliveries (webhook, seq);
create index webhook_deliveries_waiting on webhook_deliveries (due) where state = 'waiting';
create index webhook_deliveries_of on webhook_deliveries (webhook, created);

create table inbox_owners (
    kind text not null,
    subject blob not null,
    owner blob references people (id),
    due text,
    changed text not null,
    version integer not null check (version > 0),
    primary key (kind, subject)
) strict;
