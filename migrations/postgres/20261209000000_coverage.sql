-- Coverage: sets of demand and of candidate places, which are never changed once loaded, each as one column of bytes; and
-- plans of where the next rooms gain most. A plan that is worked out says so again and again (beat): one that has fallen
-- silent was interrupted. Weights are in thousandths.
create table coverage_sets (
    id uuid not null primary key,
    kind text not null,
    name text not null,
    source text not null,
    fictional boolean not null,
    loaded_by text not null,
    loaded timestamptz not null,
    digest text not null,
    points bigint not null check (points > 0),
    weight bigint not null check (weight >= 0),
    content bytea not null,
    withdrawn boolean not null
);

create table site_plans (
    id uuid not null primary key,
    candidates uuid not null references coverage_sets (id),
    request text not null,
    state text not null,
    asked_by text not null,
    asked timestamptz not null,
    beat timestamptz not null,
    progress text not null,
    result text
);
