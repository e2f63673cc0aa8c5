-- Notices. How far the audit chain was followed; what people were told and whether it was read, with when a mail of it is due;
-- how each wants to be told; mails that wait, were sent or failed; the webhooks of other systems and what was sent to them; and
-- who looks after what waits for staff. `kinds` are words with spaces between, `data` is JSON without words of parents.
create table notice_cursor (
    id bigint not null primary key check (id = 1),
    seq bigint not null
);
insert into notice_cursor (id, seq) select 1, coalesce(max(seq), 0) from audit;

create table notices (
    id uuid not null primary key,
    person uuid not null references people (id) on delete cascade,
    seq bigint not null,
    kind text not null,
    room uuid,
    subject text not null,
    data jsonb not null,
    at timestamptz not null,
    read_at timestamptz,
    mail_at timestamptz,
    mailed timestamptz
);
create unique index notices_once on notices (person, seq);
create index notices_of_person on notices (person, at);
create index notices_mail on notices (mail_at) where mailed is null and mail_at is not null;

create table notice_settings (
    person uuid not null primary key references people (id) on delete cascade,
    lang text not null,
    quiet_from text,
    quiet_until text,
    digest_hour bigint not null check (digest_hour between 0 and 23),
    address text,
    pending text,
    pending_until timestamptz
);

create table notice_choices (
    person uuid not null references people (id) on delete cascade,
    kind text not null,
    channel text not null,
    primary key (person, kind)
);

create table outbox (
    id uuid not null primary key,
    person uuid not null references people (id) on delete cascade,
    address text not null,
    subject text not null,
    body text not null,
    state text not null,
    tries bigint not null,
    due timestamptz not null,
    claimed timestamptz,
    error text not null,
    created timestamptz not null,
    done timestamptz
);
create index outbox_waiting on outbox (due) where state = 'waiting';

create table webhooks (
    id uuid not null primary key,
    name text not null,
    url text not null,
    kinds text not null,
    generation bigint not null check (generation > 0),
    state text not null,
    failures bigint not null,
    created timestamptz not null,
    version bigint not null check (version > 0)
);

create table webhook_deliveries (
    id uuid not null primary key,
    webhook uuid not null references webhooks (id) on delete cascade,
    seq bigint,
    kind text not null,
    body text not null,
    state text not null,
    tries bigint not null,
    due timestamptz not null,
    claimed timestamptz,
    status bigint,
    error text not null,
    created timestamptz not null,
    done timestamptz
);
create unique index webhook_deliveries_once on webhook_deliveries (webhook, seq);
create index webhook_deliveries_waiting on webhook_deliveries (due) where state = 'waiting';
create index webhook_deliveries_of on webhook_deliveries (webhook, created);

create table inbox_owners (
    kind text not null,
    subject uuid not null,
    owner uuid references people (id),
    due text,
    changed timestamptz not null,
    version bigint not null check (version > 0),
    primary key (kind, subject)
);
