-- Revisions of the management guide, drafts of new ones, and who has read which. A published revision is never changed
-- nor taken away: triggers say so. Days are written as 2026-01-31.
create table guide_drafts (
    id blob not null primary key,
    title text not null,
    reference text not null,
    valid_from text not null,
    body text not null,
    editor text not null,
    version integer not null check (version > 0),
    changed text not null
) strict;

create table guide_revisions (
    number integer not null primary key check (number > 0),
    title text not null,
    reference text not null,
    valid_from text not null unique,
    body text not null,
    digest text not null,
    note text not null,
    editor text not null,
    publisher text not null,
    published text not null
) strict;
create trigger guide_revisions_stay_as_they_are before update on guide_revisions
begin
    select raise(abort, 'a published revision never changes');
end;
create trigger guide_revisions_stay before delete on guide_revisions
begin
    select raise(abort, 'a published revision is never taken away');
end;

create table guide_reads (
    number integer not null references guide_revisions (number),
    person blob not null references people (id),
    confirmed text not null,
    primary key (number, person)
) strict;
