-- Versions of the standard that are published here (those that ship with the program are files), drafts of new ones, and
-- which versions are retired. A published version is never changed nor taken away: triggers say so.
create table standard_drafts (
    id blob not null primary key,
    name text not null,
    text text not null,
    editor text not null,
    version integer not null check (version > 0),
    changed text not null
) strict;

create table standard_versions (
    name text not null primary key,
    digest text not null,
    text text not null,
    note text not null,
    publisher text not null,
    published text not null
) strict;
create trigger standard_versions_stay_as_they_are before update on standard_versions
begin
    select raise(abort, 'a published version never changes');
end;
create trigger standard_versions_stay before delete on standard_versions
begin
    select raise(abort, 'a published version is never taken away');
end;

create table standard_retirements (
    name text not null primary key,
    reason text not null,
    retired text not null
) strict;
