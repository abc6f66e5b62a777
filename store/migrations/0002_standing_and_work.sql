-- What verdicts need to know of a person beside what they agreed to, stops,
-- work for the background, and who is told of changes. The same subset of SQL as
-- before. A column that an older row cannot have is empty, or null.

-- +goose Up

alter table consents add column giver text not null default '';
alter table consents add column quality text not null default '';

alter table asks add column age boolean not null default false;
alter table asks add column guardian bytea; -- null: the person answers

-- The version of a person is the index of the last entry about them, which
-- entries tells: no row of the person is written again for each entry.
alter table persons drop column version;

create table ages (
    part    smallint not null,
    lookup  bytea not null,
    band    text not null,
    method  text not null,
    lapses  bigint, -- null: never
    at      bigint not null,
    version bigint not null,
    primary key (part, lookup)
);
create table guardians (
    part     smallint not null,
    lookup   bytea not null, -- the child
    guardian bytea not null,
    relation text not null,
    method   text not null,
    evidence text not null,
    since    bigint not null,
    expires  bigint not null,
    ended    bigint, -- null while the link stands
    version  bigint not null,
    primary key (part, lookup)
);
create table restrictions (
    part    smallint not null,
    lookup  bytea not null,
    mode    text not null, -- empty where it was lifted
    reason  text not null,
    at      bigint not null,
    version bigint not null,
    primary key (part, lookup)
);

-- The body is sealed under the person's key, as the person's id is.
create table work (
    part     smallint not null,
    id       text not null,
    kind     text not null,
    lookup   bytea not null,
    key      text not null,
    due      bigint not null,
    lease    bigint not null, -- nobody takes it before
    attempts bigint not null,
    state    text not null,
    error    text not null,
    body     bytea not null,
    version  bigint not null,
    primary key (part, id)
);
create index work_waiting on work (kind, lease) where state = 'waiting';

-- Every setting and lifting of a stop is a row; the newest of an id holds.
create table stops (
    id         text not null,
    service    text not null,
    function   text not null,
    use_id     text not null,
    item       text not null,
    recipient  text not null,
    reason     text not null,
    stopped_by text not null,
    at         bigint not null,
    until      bigint, -- null: until it is lifted
    lifted     boolean not null,
    version    bigint not null,
    primary key (id, version)
);

create table activations (
    version bigint primary key,
    hash    text not null,
    at      bigint not null
);
-- A leaf about a declaration is {"at":<13 digits>,"declaration":"<71 characters>","kind":…
insert into activations (version, hash, at)
    select idx, substr(leaf, 36, 71), cast(substr(leaf, 7, 13) as bigint) from leaves where leaf like '%"kind":"activation"%';

create table hooks (
    id          text primary key,
    url         text not null,
    secret      bytea not null, -- sealed
    events      text not null,
    created_at  bigint not null,
    disabled_at bigint -- null while it is told
);

alter table api_keys add column revoked_at bigint; -- null while it may be used
