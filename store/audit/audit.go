// Package audit compares what the store holds about people, requests, erasures and
// declarations with what the entries of the record amount to.
package audit

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/store/row"
)

// Run checks what is stored, as tx sees it, against the record: see store.Audit.
// integrity is a query of the engine whose rows say "ok" or what is damaged, or "".
func Run(ctx context.Context, tx *sql.Tx, reader row.Reader, integrity string) ([]ledger.Finding, error) {
	a := &auditor{reader: reader, tx: tx, integrity: integrity, rows: map[string]int64{}}
	if err := a.run(ctx); err != nil {
		return nil, err
	}
	if a.more > 0 {
		a.findings = append(a.findings, ledger.Finding{Where: "audit", What: lang.Text{
			ZH: fmt.Sprintf("另有 %d 处", a.more), EN: fmt.Sprintf("and %d more", a.more)}})
	}
	return a.findings, nil
}

// An auditor is one run of Audit.
type auditor struct {
	reader    row.Reader
	integrity string
	tx        *sql.Tx
	rows      map[string]int64 // rows met, by table
	proved    proved
	findings  []ledger.Finding
	more      int64
}

func (a *auditor) find(index int64, zh, en string) {
	a.findAt(fmt.Sprintf("leaf %d", index), zh, en)
}

func (a *auditor) findAt(where, zh, en string) {
	if len(a.findings) == ledger.MaxFindings {
		a.more++
		return
	}
	a.findings = append(a.findings, ledger.Finding{Where: where, What: lang.Text{ZH: zh, EN: en}})
}

func (a *auditor) run(ctx context.Context) error {
	if err := a.evidence(ctx); err != nil {
		return err
	}
	for part := range ledger.Partitions {
		if err := a.people(ctx, part, a.person); err != nil {
			return err
		}
	}
	for _, check := range []func(context.Context) error{a.count, a.numbers, a.file, a.copies, a.cases, a.gone} {
		if err := check(ctx); err != nil {
			return err
		}
	}
	orphans, err := a.plain(ctx)
	if err != nil {
		return err
	}
	// Where as many are without a body as erasures say, none is missing beside.
	defer func() { a.explained(len(orphans)) }()
	for part := range ledger.Partitions {
		if int64(len(orphans)) == a.proved.forgotten {
			return nil
		}
		if err := a.people(ctx, part, func(f *file) { a.claim(f, orphans) }); err != nil {
			return err
		}
	}
	return nil
}

// A file is all that is stored about one person.
type file struct {
	row      bool // whether there is a person
	nobody   bool // what is about nobody
	who      ledger.Identity
	sealed   error // why who could not be opened
	entries  []entryRow
	consents map[declaration.UseID]consent.Consent
	asks     map[consent.AskID]consent.Ask
	answers  map[answer]consent.Answered
	standing
	requests map[rights.RequestID]rights.Request
	others   int // rows of other tables
}

// An answer names a choice of an ask.
type answer struct {
	ask    consent.AskID
	choice consent.ChoiceID
}

// A standing is at most one row of each of the tables about a person's standing.
type standing struct {
	age         *consent.Age
	guardian    *consent.Guardian
	restriction *consent.Restriction
}

type entryRow struct {
	index             int64
	nonce, kind, body string
	leaf              []byte // nil where it is missing
}

const (
	// PeopleAtOnce is how many people of a partition are read at once.
	PeopleAtOnce = 200
	auditPersons = `select lookup, sealed_key, sealed_id from persons where part = $1 and lookup > $2 order by lookup limit $3`
	auditEntries = `select e.lookup, e.idx, e.nonce, e.kind, e.body, l.leaf from entries e left join leaves l on l.idx = e.idx
		where e.part = $1 and e.lookup > $2 and e.lookup <= $3 order by e.lookup, e.idx`
	auditConsents = `select lookup, use_id, fingerprint, declaration, state, at, ask, giver, quality, version
		from consents where part = $1 and lookup > $2 and lookup <= $3`
	auditAsks = `select id, lookup, service, trigger, declaration, choices, age, guardian, at, expires, version
		from asks where part = $1 and lookup > $2 and lookup <= $3`
	auditAnswers = `select n.lookup, n.ask, n.choice, n.granted, n.digest, n.version
		from asks a join answers n on n.part = a.part and n.ask = a.id where a.part = $1 and a.lookup > $2 and a.lookup <= $3`
	auditAges         = `select lookup, band, method, lapses, at, version from ages where part = $1 and lookup > $2 and lookup <= $3`
	auditGuardians    = `select lookup, guardian, relation, method, evidence, since, expires, ended, version from guardians where part = $1 and lookup > $2 and lookup <= $3`
	auditRestrictions = `select lookup, mode, reason, at, version from restrictions where part = $1 and lookup > $2 and lookup <= $3`
	auditWork         = `select lookup, key, body from work where part = $1 and lookup > $2 and lookup <= $3`
	auditRequests     = row.ReadRequests + ` where r.part = $1 and r.lookup > $2 and r.lookup <= $3`
)

// people calls do with the file of everybody in a partition, some at a time.
func (a *auditor) people(ctx context.Context, part int, do func(*file)) error {
	for after := []byte{}; ; {
		files, before := map[ledger.Lookup]*file{}, a.rows["persons"]
		last, err := a.persons(ctx, part, after, files)
		if err != nil {
			return err
		}
		more := a.rows["persons"]-before == PeopleAtOnce && last != nil
		if !more {
			last = bytes.Repeat([]byte{0xff}, len(ledger.Lookup{})+1)
		}
		if err := a.fill(ctx, files, part, after, last); err != nil {
			return err
		}
		for _, f := range files {
			do(f)
		}
		if !more {
			return nil
		}
		after = last
	}
}

func (a *auditor) persons(ctx context.Context, part int, after []byte, files map[ledger.Lookup]*file) (last []byte, err error) {
	err = a.each(ctx, "persons", auditPersons, []any{part, after, PeopleAtOnce}, func(r *sql.Rows) error {
		var lookup, key, id []byte
		f := &file{row: true}
		if err := r.Scan(&lookup, &key, &id); err != nil {
			return err
		}
		last = lookup
		l, ok := row.LookupOf(lookup, part)
		f.who, f.sealed = a.reader.Unseal(l, key, id)
		if !ok {
			f.sealed = errLookup
		}
		files[l] = f
		return nil
	})
	return last, err
}

var errLookup = fmt.Errorf("a row has no proper lookup")

// each reads rows one by one and counts them.
func (a *auditor) each(ctx context.Context, table, query string, args []any, do func(*sql.Rows) error) error {
	rows, err := a.tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		a.rows[table]++
		if do(rows) != nil { // a finding, and no reason to look no further
			a.findAt(table, "有一行读不出来，或不是写入时的样子", "a row cannot be read, or is not what was written")
		}
	}
	return rows.Err()
}

// fill reads what is stored about people whose lookups are in a range.
func (a *auditor) fill(ctx context.Context, files map[ledger.Lookup]*file, part int, after, last []byte) error {
	of := func(lookup []byte) *file {
		l, _ := row.LookupOf(lookup, part)
		if files[l] == nil {
			files[l] = &file{nobody: l.IsZero()}
		}
		f := files[l]
		if f.consents == nil {
			f.consents, f.asks, f.answers = map[declaration.UseID]consent.Consent{}, map[consent.AskID]consent.Ask{}, map[answer]consent.Answered{}
			f.requests = map[rights.RequestID]rights.Request{}
		}
		return f
	}
	args := []any{part, after, last}
	var lookup []byte
	if err := a.each(ctx, "entries", auditEntries, args, func(r *sql.Rows) error {
		var e entryRow
		err := r.Scan(&lookup, &e.index, &e.nonce, &e.kind, &e.body, &e.leaf)
		of(lookup).entries = append(of(lookup).entries, e)
		return err
	}); err != nil {
		return err
	}
	if err := a.each(ctx, "consents", auditConsents, args, func(r *sql.Rows) error {
		c, err := row.Consent(r, &lookup)
		of(lookup).consents[c.Use] = c
		return err
	}); err != nil {
		return err
	}
	if err := a.each(ctx, "asks", auditAsks, args, func(r *sql.Rows) error {
		ask, err := row.Ask(r)
		if errors.Is(err, row.ErrDamaged) {
			a.findAt("asks", "询问的内容无法读取", "an ask cannot be read")
			return nil
		}
		of(ask.Lookup[:]).asks[ask.ID] = ask
		return err
	}); err != nil {
		return err
	}
	if err := a.each(ctx, "answers", auditAnswers, args, func(r *sql.Rows) error {
		var id answer
		var was consent.Answered
		err := r.Scan(&lookup, &id.ask, &id.choice, &was.Granted, &was.Digest, &was.Version)
		of(lookup).answers[id] = was
		return err
	}); err != nil {
		return err
	}
	return a.fillStanding(ctx, args, of)
}

// fillStanding reads what else is stored about people in a range.
func (a *auditor) fillStanding(ctx context.Context, args []any, of func([]byte) *file) error {
	var lookup []byte
	for _, t := range []struct {
		table, query string
		scan         func(*sql.Rows) error
	}{
		{"ages", auditAges, func(r *sql.Rows) error {
			var c row.AgeColumns
			err := r.Scan(append([]any{&lookup}, c.All()...)...)
			v := c.Value()
			of(lookup).age = &v
			return err
		}},
		{"guardians", auditGuardians, func(r *sql.Rows) error {
			var c row.GuardianColumns
			err := r.Scan(append([]any{&lookup}, c.All()...)...)
			v := c.Value()
			of(lookup).guardian = &v
			if err == nil && len(c.Lookup) != len(ledger.Lookup{}) {
				return errLookup
			}
			return err
		}},
		{"restrictions", auditRestrictions, func(r *sql.Rows) error {
			var c row.RestrictionColumns
			err := r.Scan(append([]any{&lookup}, c.All()...)...)
			v := c.Row()
			of(lookup).restriction = &v
			return err
		}},
		{"work", auditWork, func(r *sql.Rows) error {
			var key string
			var body []byte
			err := r.Scan(&lookup, &key, &body)
			f := of(lookup)
			if f.nobody {
				if err == nil && len(body) > 0 {
					_, err = a.reader.Keys.Open(body, row.WorkPurpose(ledger.Lookup{}, key))
				}
				return err
			}
			f.others++
			if err != nil || !f.row || f.sealed != nil {
				return err // those are findings of their own
			}
			_, err = keys.OpenFor(f.who.Key, body, row.WorkPurpose(f.who.Lookup, key))
			return err
		}},
		{"requests", auditRequests, func(r *sql.Rows) error {
			q, err := a.reader.Request(r)
			if err == nil {
				of(q.Lookup[:]).requests[q.ID] = q
			}
			return err
		}},
	} {
		if err := a.each(ctx, t.table, t.query, args, t.scan); err != nil {
			return err
		}
	}
	return nil
}

// count finds rows that no file holds, such as those in no partition.
func (a *auditor) count(ctx context.Context) error {
	for _, table := range []string{"persons", "entries", "consents", "asks", "answers", "ages", "guardians", "restrictions", "work", "requests"} {
		var n int64
		if err := a.tx.QueryRowContext(ctx, "select count(*) from "+table).Scan(&n); err != nil {
			return err
		}
		if n != a.rows[table] {
			a.findAt(table, "有不属于任何人的行", "there are rows that belong to nobody")
		}
	}
	return nil
}

// numbers checks that no checkpoint is missing between others: the record itself
// does not tell where batches ended.
func (a *auditor) numbers(ctx context.Context) error {
	next, after := int64(0), int64(0)
	return a.each(ctx, "checkpoints", auditNumbers, nil, func(r *sql.Rows) error {
		var number, size int64
		if err := r.Scan(&number, &size); err != nil {
			return err
		}
		if number != next || size <= after {
			a.findAt(fmt.Sprintf("checkpoint %d", size), "此前缺少检查点，或次序被改动", "a checkpoint before this one is missing, or their order was changed")
		}
		next, after = number+1, size
		return nil
	})
}

// file has SQLite look for damage that queries pass over, such as an index that
// does not fit its table. PostgreSQL has amcheck for that, which is an
// operator's tool.
func (a *auditor) file(ctx context.Context) error {
	if a.integrity == "" {
		return nil
	}
	return a.each(ctx, "integrity", a.integrity, nil, func(r *sql.Rows) error {
		var says string
		if err := r.Scan(&says); err != nil {
			return err
		}
		if says != "ok" {
			a.findAt("database", "数据库文件已损坏："+says, "the database file is damaged: "+says)
		}
		return nil
	})
}

const (
	auditNumbers = `select number, size from checkpoints order by number`
	auditPlain   = `select l.idx, l.leaf from leaves l left join entries e on e.idx = l.idx
		where e.idx is null order by l.idx`
	auditActive       = `select hash, version from active where id = 1`
	auditDeclarations = `select hash, source, version from declarations`
	auditStops        = `select id, service, function, use_id, item, recipient, reason, stopped_by, at, until, lifted, version from stops`
	auditActivations  = `select hash, at, version from activations order by version`
)

// plain checks declarations and the active one against the leaves without a
// body, and returns those that should have one, by index.
func (a *auditor) plain(ctx context.Context) (orphans map[int64]ledger.Leaf, err error) {
	orphans = map[int64]ledger.Leaf{}
	uploaded := map[string]int64{}
	var activated []consent.Activated // in order
	stopped := map[int64]string{}     // index to hash
	if err := a.each(ctx, "leaves", auditPlain, nil, func(r *sql.Rows) error {
		var index int64
		var text []byte
		if err := r.Scan(&index, &text); err != nil {
			return err
		}
		leaf, err := ledger.ParseLeaf(text)
		switch {
		case err != nil: // Verify reports it
		case leaf.Kind.Personal():
			orphans[index] = leaf
		case leaf.Kind == ledger.KindDeclaration:
			uploaded[leaf.Declaration] = index
		case leaf.Kind == ledger.KindActivation:
			activated = append(activated, consent.Activated{Hash: leaf.Declaration, At: leaf.Time(), Version: index})
		case leaf.Kind == ledger.KindStop:
			stopped[index] = leaf.Declaration
		case leaf.Kind == ledger.KindErasure:
			a.proves(index, leaf)
		}
		return nil
	}); err != nil {
		return nil, err
	}
	a.unproved()
	if err := a.versions(ctx, uploaded); err != nil {
		return nil, err
	}
	if err := a.stops(ctx, stopped); err != nil {
		return nil, err
	}
	return orphans, a.activations(ctx, activated)
}

// versions compares the stored declarations with those that were uploaded.
func (a *auditor) versions(ctx context.Context, uploaded map[string]int64) error {
	err := a.each(ctx, "declarations", auditDeclarations, nil, func(r *sql.Rows) error {
		var hash, text string
		var version int64
		if err := r.Scan(&hash, &text, &version); err != nil {
			return err
		}
		var src declaration.Source
		at, ok := uploaded[hash]
		switch {
		case !ok || at != version:
			a.find(version, "存有一版声明，但记录中没有它的上传", "a declaration is stored that the record does not know as uploaded")
		case json.Unmarshal([]byte(text), &src) != nil || src.Hash() != hash:
			a.find(version, "声明的内容与上传时不同", "the declaration is not what was uploaded")
		}
		delete(uploaded, hash)
		return nil
	})
	for _, at := range uploaded {
		a.find(at, "声明上传过，但已不在库中", "a declaration was uploaded and is not stored any more")
	}
	return err
}

// activations compares which versions were in use, and which is, with the leaves.
func (a *auditor) activations(ctx context.Context, want []consent.Activated) error {
	var got []consent.Activated
	if err := a.each(ctx, "activations", auditActivations, nil, func(r *sql.Rows) error {
		v, err := row.Activation(r)
		got = append(got, v)
		return err
	}); err != nil {
		return err
	}
	if !slices.Equal(got, want) {
		a.findAt("activations", "激活的历史与记录不符", "the history of activations is not what the record says")
	}
	hash, version := "", ledger.Absent
	err := a.each(ctx, "active", auditActive, nil, func(r *sql.Rows) error { return r.Scan(&hash, &version) })
	last := consent.Activated{Version: ledger.Absent}
	if len(want) > 0 {
		last = want[len(want)-1]
	}
	if err == nil && (hash != last.Hash || version != last.Version) {
		a.findAt("active", "生效的声明不是记录中最后激活的那一版", "the active declaration is not the one that the record says was activated last")
	}
	return err
}

// stops compares the stops, set and lifted, with their leaves.
func (a *auditor) stops(ctx context.Context, want map[int64]string) error {
	err := a.each(ctx, "stops", auditStops, nil, func(r *sql.Rows) error {
		t, err := row.Stop(r)
		if err != nil {
			return err
		}
		at := t.Version
		t.Version = 0
		if hash, err := t.Hash(); err != nil || want[at] != hash {
			a.find(at, "存有一项停止，与记录不符", "a stop is stored that is not what the record says")
		}
		delete(want, at)
		return nil
	})
	for at := range want {
		a.find(at, "一项停止或其解除已不在库中", "a stop, or that it was lifted, is not stored any more")
	}
	return err
}

// claim finds those leaves without a body that are about this person.
func (a *auditor) claim(f *file, orphans map[int64]ledger.Leaf) {
	if !f.row || f.sealed != nil {
		return
	}
	for index, leaf := range orphans {
		if ledger.CommitSubject(f.who.Key.Salt(leaf.Nonce), f.who.Subject) == leaf.Subject {
			a.find(index, "此人仍在，但这一条的内容缺失", "the person is still here, but the body of this entry is missing")
			delete(orphans, index)
		}
	}
}
