-- Coverage: sets of demand and of candidate places, which are never changed once loaded, each as one column of bytes; and
-- plans of where the next rooms gain most. A plan that is worked out says so again and again (beat): one that has fallen
-- silent was interrupted. Weights are in thousandths.
create table coverage_sets (
    id blob not null primary key,
    kind text not null,
    name text not null,
    source text not null,
    fictional integer not null check (fictional in (0, 1)),
    loaded_by text not null,
    loaded text not null,
    digest text not null,
    points integer not null check (points > 0),
    weight integer not null check (weight >= 0),
    content blob not null,
    withdrawn integer not null check (withdrawn in (0, 1))
) strict;

create table site_plans (
    id blob not null primary key,
    candidates blob not null references coverage_sets (id),
    request text not null,
    state text not null,
    asked_by text not null,
    asked text not null,
    beat text not null,
    progress text not null,
    result text
) strict;
