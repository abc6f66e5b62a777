-- What people ask for, and erasures. The same subset of SQL as before.
--
-- mark is a code that only the keys of the installation make, over the columns
-- beside it: a row that others changed is told by it. Cases are about people too,
-- but must not name them once they are erased: their partition is that of the id.

-- +goose Up

-- The body is sealed under the person's key, as the person's id is.
create table requests (
    part     smallint not null,
    id       text not null,
    lookup   bytea not null,
    kind     text not null,
    state    text not null,
    ended    boolean not null,
    entered  bigint not null,
    due      bigint not null, -- of the clock that ends first; the end of 9999 where none has a last day
    body     bytea not null,
    mark     bytea not null,
    version  bigint not null,
    primary key (part, id)
);
create index requests_by_person on requests (part, lookup, entered);
create index requests_open on requests (due) where not ended;
create index requests_unended on requests (part, id) where not ended;

create table request_codes (
    part     smallint not null,
    request  text not null,
    lookup   bytea not null,
    hash     bytea not null,
    expires  bigint not null,
    attempts bigint not null,
    mark     bytea not null,
    version  bigint not null,
    primary key (part, request)
);
create index request_codes_by_person on request_codes (part, lookup);

-- Finished copies; name and body are sealed under the person's key.
create table archives (
    part    smallint not null,
    request text not null,
    lookup  bytea not null,
    expires bigint not null,
    name    bytea not null,
    body    bytea not null,
    mark    bytea not null,
    version bigint not null,
    primary key (part, request)
);
create index archives_by_person on archives (part, lookup);
create index archives_by_date on archives (expires);

-- The file, what is known of the person, is sealed under a key of its own, which is
-- sealed under the key-encryption key. Both are null once the case has ended, and
-- lookup and whose (its mark) once the person's own rows are gone.
create table cases (
    part     smallint not null,
    id       text not null,
    lookup   bytea,
    whose    bytea,
    request  text not null,
    state    text not null,
    due      bigint not null,
    body     text not null,
    file_key bytea,
    file     bytea,
    mark     bytea not null,
    version  bigint not null,
    primary key (part, id)
);
create index cases_open on cases (due) where state <> 'closed';
create index cases_by_person on cases (lookup) where lookup is not null;
create index cases_by_request on cases (request) where request <> '';
create table case_stores (
    part    smallint not null,
    case_id text not null,
    store   text not null,
    phase   text not null,
    body    text not null,
    mark    bytea not null,
    version bigint not null,
    primary key (part, case_id, store)
);
create table case_told (
    part      smallint not null,
    case_id   text not null,
    recipient text not null,
    body      text not null,
    mark      bytea not null,
    version   bigint not null,
    primary key (part, case_id, recipient)
);
-- The bodies whose hashes stand in leaves. case_id is empty where many people were
-- erased at once.
create table evidence (
    part    smallint not null,
    case_id text not null,
    idx     bigint not null,
    body    text not null,
    primary key (part, case_id, idx)
);
create index evidence_by_idx on evidence (idx);
-- What a ground in force keeps, sealed by two custodians.
create table kept (
    part        smallint not null,
    case_id     text not null,
    ground      text not null,
    declaration text not null, -- in force when it was kept
    until       bigint not null,
    sealed      bytea not null,
    mark        bytea not null,
    version     bigint not null,
    primary key (part, case_id, ground)
);
create index kept_by_date on kept (until);

-- Whom followers of the log must forget, sealed under the key-encryption key, and
-- whom they must read again though no entry is about them. Rows stay for as long as
-- a follower may be behind.
create table gone (
    version bigint primary key,
    sealed  bytea not null,
    at      bigint not null
);
create table stirred (
    version bigint not null,
    part    smallint not null,
    lookup  bytea not null,
    at      bigint not null,
    primary key (version, part, lookup)
);

-- A person may be somebody's guardian, which is found when they are forgotten.
create index guardians_by_guardian on guardians (guardian);
create index asks_by_guardian on asks (guardian) where guardian is not null;
