-- Revisions of the management guide, drafts of new ones, and who has read which. A published revision is never changed
-- nor taken away: a trigger says so. Days are written as 2026-01-31.
create table guide_drafts (
    id uuid not null primary key,
    title text not null,
    reference text not null,
    valid_from text not null,
    body text not null,
    editor text not null,
    version bigint not null check (version > 0),
    changed timestamptz not null
);

create table guide_revisions (
    number bigint not null primary key check (number > 0),
    title text not null,
    reference text not null,
    valid_from text not null unique,
    body text not null,
    digest text not null,
    note text not null,
    editor text not null,
    publisher text not null,
    published timestamptz not null
);
create function guide_revision_stays() returns trigger language plpgsql as $$
begin
    raise exception 'a published revision never changes';
end
$$;
create trigger guide_revisions_stay before update or delete on guide_revisions
    for each row execute function guide_revision_stays();

create table guide_reads (
    number bigint not null references guide_revisions (number),
    person uuid not null references people (id),
    confirmed timestamptz not null,
    primary key (number, person)
);
