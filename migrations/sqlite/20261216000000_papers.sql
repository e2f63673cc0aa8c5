-- Documents that a step or a payment rests on. The file lies in the place of the photographs under its id; what was added by
-- mistake is taken away there, and the row says by whom and why. `called` is a room's code, or a payment's id.
create table papers (
    id blob not null primary key,
    of_what text not null,
    owner blob not null,
    number integer not null,
    called text not null,
    digest text not null,
    name text not null,
    format text not null,
    bytes integer not null check (bytes > 0),
    added_by text not null,
    added text not null,
    removed_by text,
    removed text,
    why text,
    check ((removed is null) = (removed_by is null) and (removed is null) = (why is null))
) strict;

create unique index papers_once on papers (of_what, owner, number, digest) where removed is null;
