-- Versions of the standard that are published here (those that ship with the program are files), drafts of new ones, and
-- which versions are retired. A published version is never changed nor taken away: a trigger says so.
create table standard_drafts (
    id uuid not null primary key,
    name text not null,
    text text not null,
    editor text not null,
    version bigint not null check (version > 0),
    changed timestamptz not null
);

create table standard_versions (
    name text not null primary key,
    digest text not null,
    text text not null,
    note text not null,
    publisher text not null,
    published timestamptz not null
);
create function standard_version_stays() returns trigger language plpgsql as $$
begin
    raise exception 'a published version never changes';
end
$$;
create trigger standard_versions_stay before update or delete on standard_versions
    for each row execute function standard_version_stays();

create table standard_retirements (
    name text not null primary key,
    reason text not null,
    retired timestamptz not null
);
