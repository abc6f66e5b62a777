package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
)

var notUploaded = fault.New(fault.NotFound, "没有上传过这一版声明", "this version of the declaration was never uploaded")

const (
	selectActive      = `select hash, version from active where id = 1`
	selectDeclaration = `select source from declarations where hash = $1`
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
