package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/pressly/goose/v3"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/store/migrations"
	"github.com/volens/volens/store/row"
)

// A database of the first version, with what it had then, is brought up to date
// as it is, and goes on.
func TestAnOldDatabaseIsBroughtUpToDate(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		src := shop(t)
		makeOld(t, o)
		s := open(t, o)
		if report := sound(t, s); report.Size != 2+oldPeople {
			t.Errorf("%d entries, want %d", report.Size, 2+oldPeople)
		}
		last := fmt.Sprint("u-", oldPeople-1)
		if p := person(t, s, last); !p.Known || p.Version != 1+oldPeople {
			t.Errorf("a person has version %d, want %d", p.Version, 1+oldPeople)
		}
		past, err := s.Activations(t.Context(), 9)
		if err != nil || len(past) != 1 || past[0] != (consent.Activated{Hash: src.Hash(), At: now, Version: 1}) {
			t.Errorf("activations %+v, %v", past, err)
		}
		commit(t, s, withdrawal(t, person(t, s, last), "shop/a/b/d"))
		sound(t, s)
	})
}

const oldPeople = 9

// makeOld makes a database of the first version in which a declaration was
// activated and people said no.
func makeOld(t *testing.T, o Options) {
	t.Helper()
	engine := goose.DialectPostgres
	if o.Data != "" {
		engine = goose.DialectSQLite3
		must(t, os.MkdirAll(o.Data, 0o700))
		must(t, os.WriteFile(filepath.Join(o.Data, sqliteFile), nil, 0o600))
	}
	db := behind(t, o)
	defer func() { must(t, db.Close()) }()
	p, err := goose.NewProvider(engine, db, migrations.Files, goose.WithTableName(migrationTable), goose.WithDisableGlobalRegistry(true))
	must(t, err)
	_, err = p.UpTo(t.Context(), 1)
	must(t, err)
	fillOld(t, db, o)
}

func fillOld(t *testing.T, db *sql.DB, o Options) {
	t.Helper()
	put := func(query string, args ...any) {
		t.Helper()
		_, err := db.Exec(query+row.Tuples(1, len(args)), args...)
		must(t, err)
	}
	src := shop(t)
	text, err := json.Marshal(src)
	must(t, err)
	up, err := consent.Upload(src, now)
	must(t, err)
	on, err := consent.Activate(src.Hash(), now)
	must(t, err)
	put("insert into meta (key, value) values ", metaKeys, o.Keys.ID())
	put("insert into declarations (hash, source, uploaded_at, version) values ", src.Hash(), string(text), now.UnixMilli(), 0)
	put("insert into active (id, hash, version) values ", 1, src.Hash(), 1)
	entries := []ledger.Entry{up.Entries[0], on.Entries[0]}
	for i := range oldPeople {
		id := subject(t, fmt.Sprint("u-", i))
		p, err := stranger(id, o.Keys.Installation().Lookup(id))
		must(t, err)
		l, e := p.Identity.Lookup, withdrawal(t, p, "shop/a/b/c").Entries[0]
		at := len(entries)
		put("insert into persons (part, lookup, sealed_key, sealed_id, version, created_at) values ", l.Partition(), l[:],
			o.Keys.Seal(p.Identity.Key[:], []byte(row.PurposeKey+string(l[:]))), keys.SealFor(p.Identity.Key, []byte(id.Raw()), []byte(row.PurposeID+string(l[:]))), at, now.UnixMilli())
		put("insert into entries (part, lookup, idx, nonce, kind, body) values ", l.Partition(), l[:], at, e.Leaf.Nonce.String(), string(e.Leaf.Kind), string(e.Body))
		put("insert into consents (part, lookup, use_id, fingerprint, declaration, state, at, ask, version) values ",
			l.Partition(), l[:], "shop/a/b/c", "", "", "refused", now.UnixMilli(), "", at)
		entries = append(entries, e)
	}
	f, stored := &ledger.Frontier{}, 0
	for i, e := range entries {
		hash := e.Leaf.Hash()
		put("insert into leaves (idx, leaf, hash) values ", i, string(e.Leaf.Bytes()), hash[:])
		for _, h := range f.Append(hash) {
			put("insert into hashes (idx, hash) values ", stored, h[:])
			stored++
		}
	}
	note, err := ledger.Checkpoint{Origin: o.Keys.Signer.Name(), Size: f.Size(), Root: f.Root()}.Sign(o.Keys.Signer)
	must(t, err)
	put("insert into checkpoints (size, number, note) values ", f.Size(), 0, string(note))
}
