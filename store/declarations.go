package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/store/row"
)

var notUploaded = fault.New(fault.NotFound, "没有上传过这一版声明", "this version of the declaration was never uploaded")

const (
	selectActive      = `select hash, version from active where id = 1`
	selectDeclaration = `select source from declarations where hash = $1`
	listDeclarations  = `select hash, uploaded_at, version from declarations order by version desc`
	listActivations   = `select hash, at, version from activations order by version desc limit $1`
)

// Active returns the hash of the active version of the declaration and the log
// index of its activation; ok is false where none was activated yet.
func (s *Store) Active(ctx context.Context) (hash string, version int64, ok bool, err error) {
	err = s.read.QueryRowContext(ctx, selectActive).Scan(&hash, &version)
	if errors.Is(err, sql.ErrNoRows) {
		return "", 0, false, nil
	}
	return hash, version, err == nil, s.explain(err, "reading which declaration is active")
}

// Declaration returns a version of the declaration as it was uploaded;
// fault.NotFound where it never was.
func (s *Store) Declaration(ctx context.Context, hash string) (declaration.Source, error) {
	if !clean(hash) {
		return declaration.Source{}, notUploaded
	}
	var text string
	err := s.read.QueryRowContext(ctx, selectDeclaration, hash).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return declaration.Source{}, notUploaded
	}
	if err != nil {
		return declaration.Source{}, s.explain(err, "reading a declaration")
	}
	var src declaration.Source
	if json.Unmarshal([]byte(text), &src) != nil || src.Hash() != hash {
		return declaration.Source{}, changed.Because(fmt.Errorf("declaration %s", hash))
	}
	return src, nil
}

// Uploaded lists the versions of the declaration that were uploaded, newest
// first.
func (s *Store) Uploaded(ctx context.Context) ([]consent.Stored, error) {
	return listed(ctx, s, func(r row.Scanner) (v consent.Stored, err error) {
		var at int64
		err = r.Scan(&v.Hash, &at, &v.Version)
		v.Uploaded = row.Milli(at)
		return v, err
	}, listDeclarations)
}

// Activations lists when which version came into use, newest first: the first is
// the active one, and the second what a rollback leads to.
func (s *Store) Activations(ctx context.Context, limit int) ([]consent.Activated, error) {
	return listed(ctx, s, row.Activation, listActivations, limit)
}

// listed reads all rows of a query.
func listed[T any](ctx context.Context, s *Store, scan func(row.Scanner) (T, error), query string, args ...any) ([]T, error) {
	all, err := readAll(ctx, s.read, scan, query, args...)
	return all, s.explain(err, "reading a list")
}

// readAll reads all rows of a query, wherever it is put.
func readAll[T any](ctx context.Context, q querier, scan func(row.Scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var all []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}
