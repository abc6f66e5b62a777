-- One file for both engines: text, bigint, smallint, boolean, bytea and nothing
-- else. Hashes, lookups and sealed values are bytea, at half the size of their
-- hexadecimal text in every index; SQLite has no such type name, gives it numeric
-- affinity, and that leaves blobs as they are. Times are UTC milliseconds.
--
-- Tables that grow with people have the subject partition (0-63) first in their
-- keys, so that they can be distributed by it one day. version is the index in
-- the log of the first entry of the change that last wrote the row.

-- +goose Up

create table meta (
    key   text primary key,
    value text not null
);

-- The record. A leaf is its exact bytes: canonical JSON, which is ASCII.
create table leaves (
    idx  bigint primary key,
    leaf text not null,
    hash bytea not null
);
create table hashes (
    idx  bigint primary key,
    hash bytea not null
);
create table checkpoints (
    size   bigint primary key,
    number bigint not null unique, -- without gaps, so that a missing row shows
    note   text not null
);

create table declarations (
    hash        text primary key,
    source      text not null,
    uploaded_at bigint not null,
    version     bigint not null
);
create table active (
    id      smallint primary key check (id = 1),
    hash    text not null,
    version bigint not null
);

create table api_keys (
    hash       text primary key,
    name       text not null,
    scopes     text not null,
    created_at bigint not null
);

-- The person's id is sealed under the person's key, and that one under the
-- key-encryption key: without this row both are gone.
create table persons (
    part       smallint not null,
    lookup     bytea not null,
    sealed_key bytea not null,
    sealed_id  bytea not null,
    version    bigint not null,
    created_at bigint not null,
    primary key (part, lookup)
);
create table entries (
    part   smallint not null,
    lookup bytea not null,
    idx    bigint not null,
    nonce  text not null,
    kind   text not null,
    body   text not null,
    primary key (part, lookup, idx)
);
create index entries_by_idx on entries (idx);
create table asks (
    part        smallint not null,
    id          text not null,
    lookup      bytea not null,
    service     text not null,
    trigger     text not null,
    declaration text not null,
    choices     text not null,
    at          bigint not null,
    expires     bigint not null,
    version     bigint not null,
    primary key (part, id)
);
create index asks_by_person on asks (part, lookup, at);
create table answers (
    part    smallint not null,
    ask     text not null,
    choice  text not null,
    lookup  bytea not null,
    granted boolean not null,
    digest  text not null,
    version bigint not null,
    primary key (part, ask, choice)
);
create table consents (
    part        smallint not null,
    lookup      bytea not null,
    use_id      text not null,
    fingerprint text not null,
    declaration text not null,
    state       text not null,
    at          bigint not null,
    ask         text not null,
    version     bigint not null,
    primary key (part, lookup, use_id)
);
create table once (
    part    smallint not null,
    lookup  bytea not null,
    key     text not null,
    digest  text not null,
    ref     text not null,
    version bigint not null,
    primary key (part, lookup, key)
);
