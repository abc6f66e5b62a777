package fulfil

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
)

const shop = `volens: 1
processor:
  name: {zh: 青禾商城, en: Qinghe Shop}
  people: 260000
  contact: {mail: hello@qinghe.example}
  officer: {name: 王宁, mail: privacy@qinghe.example}
services:
  shop:
    name: {zh: 商城, en: shop}
    type: online-shopping
    functions:
      order:
        name: {zh: 下单, en: ordering}
        basic: true
        when: each-order
        kept: {in: main, for: 3y, then: delete}
        uses:
          - {items: [recipient-name, recipient-address, recipient-phone], for: deliver, basis: contract, necessary: true, gives: [courier]}
      comments:
        name: {zh: 评价, en: comments}
        when: on-request
        kept: {in: main, for: account, then: delete}
        without: {zh: 匿名展示, en: shown without a name}
        uses:
          - {items: [nickname, avatar], for: comment}
      tax:
        name: {zh: 开票, en: invoicing}
        when: each-order
        kept: {in: main, for: 3y, then: delete}
        uses:
          - {item: email, for: invoice, basis: legal-duty, under: {zh: 税收征收管理法, en: the tax collection law}}
recipients:
  courier: {name: {zh: 快递公司, en: the courier}, role: entrusted, told: {env: COURIER}}
  carrier: {name: {zh: 联运方, en: the carrier}, role: joint}
stores:
  main:
    name: {zh: 主库, en: main database}
    engine: mysql
    url: {env: MAIN}
    holds:
      users:
        found: [{in: id, by: person}]
        account: true
        fields:
          nickname: {item: nickname}
          email: {item: email}
          phone: {item: recipient-phone, gives: phone}
      parcels:
        found: [{in: user_id, by: person}, {in: phone, by: phone}]
        keep: {under: {zh: 电子商务法第三十一条, en: "E-Commerce Law Art. 31"}, rank: law, for: 3y, from: made}
        fields:
          name: {item: recipient-name}
          phone: {item: recipient-phone}
  side:
    name: {zh: 评价库, en: comments database}
    engine: mysql
    url: {env: SIDE}
    holds:
      comments:
        found: [{in: user_id, by: person}]
        fields:
          nick: {item: nickname}
  pics:
    name: {zh: 图片, en: pictures}
    engine: s3
    url: {env: PICS}
    holds:
      avatars/{person}/: {fields: {content: {item: avatar}}}
`

// world is everything around an office, in memory.
type world struct {
	t      *testing.T
	text   string
	tables map[string][]plan.Record // by store and holding, with a slash between
	down   map[string]error         // by store
	lies   map[string]bool          // stores that say they set what they did not
	opened int
	looked int
	gossip bool // stores give the own ids of others

	request rights.Request
	told    []rights.Request // as it was turned, each time
	handed  []rights.NewArchive
	cases   []erase.Case
	orders  []erase.Order
	kept    []erase.Kept     // what law keeps, in every certificate
	others  []rights.Request // of the same person
	pushed  [][]byte
	to      []Address
	refuse  error
	done    int
	retry   time.Duration
	cut     int // so many calls that write fail, as when the process is killed
	now     time.Time
	office  *Office
	mu      sync.Mutex
}

var errCut = fault.New(fault.Unavailable, "断电", "power cut")

func newWorld(t *testing.T) *world {
	w := &world{t: t, text: shop, down: map[string]error{}, lies: map[string]bool{}, now: time.Unix(1_800_000_000, 0).UTC()}
	w.tables = map[string][]plan.Record{
		"main/users":    {{"id": "u-1", "nickname": "阿青", "email": "a@x.example", "phone": "13800000001", "secret": "hash"}, {"id": "u-2", "nickname": "别人", "phone": "13900000002"}},
		"main/parcels":  {{"user_id": "u-1", "name": "李青", "phone": "13800000001"}, {"user_id": "", "name": "前台", "phone": "13800000001"}, {"user_id": "u-2", "name": "王五", "phone": "13900000002"}},
		"side/comments": {{"user_id": "u-1", "nick": "阿青"}, {"user_id": "u-2", "nick": "阿青"}},
		"pics/avatars/{person}/": {
			{"path": "avatars/u-1/a.png", "size": "3", "written": "2026-01-01T00:00:00Z", "content": "png"},
			{"path": "avatars/u-1/b.mp4", "size": "99999999"},
			{"path": "avatars/u-2/a.png", "size": "5", "content": "other"},
		},
	}
	desk := &consent.Desk{People: people{w: w}, Record: record{}, Versions: versions{w: w}}
	w.office = &Office{Rights: w, Requests: requests{w: w}, Consent: desk, Runner: w, Cases: w, Stores: stores{w}, Queue: w, Pusher: w, Log: slog.New(slog.DiscardHandler)}
	w.ask(rights.Copy)
	return w
}

// ask is a request of u-1 that is being carried out.
func (w *world) ask(k rights.Kind) *rights.Request {
	who, err := ledger.NewSubject("u-1")
	if err != nil {
		w.t.Fatal(err)
	}
	w.request = rights.Request{
		ID: "07-abc", Kind: k, Subject: who, Lookup: ledger.InstallationKey{}.Lookup(who), Way: rights.BySelf, Speaker: rights.Person,
		Received: w.now.Add(-time.Hour), State: rights.InProgress, Reason: rights.CarryingOut,
		Proof:   rights.Proof{Method: rights.AppLogin, At: w.now.Add(-time.Hour)},
		History: []rights.Move{{State: rights.InProgress, Reason: rights.CarryingOut, At: w.now.Add(-time.Hour), By: rights.System}},
	}
	return &w.request
}

// round is one look at the work.
func (w *world) round() {
	w.t.Helper()
	if _, err := w.office.Work(w.t.Context(), w.now); err != nil {
		w.t.Fatal(err)
	}
}

// resume is what staff do to have a request carried on.
func (w *world) resume() {
	w.request.State, w.request.Reason = rights.InProgress, rights.CarryingOut
	w.request.History = append(w.request.History, rights.Move{State: rights.InProgress, Reason: rights.CarryingOut, At: w.now, By: "key-officer"})
	w.done = 0
}

func (w *world) Turn(_ context.Context, id rights.RequestID, to rights.State, why rights.Reason, note lang.Text, by string, now time.Time, with ...ledger.Row) (rights.Request, error) {
	if w.cut > 0 {
		w.cut--
		return rights.Request{}, errCut
	}
	if k := slices.IndexFunc(w.others, func(r rights.Request) bool { return r.ID == id }); k >= 0 {
		w.others[k].State, w.others[k].Reason, w.others[k].Note = to, why, note
		w.others[k].History = append(slices.Clone(w.others[k].History), rights.Move{State: to, Reason: why, At: now, By: by})
		for _, row := range with {
			w.handed = append(w.handed, row.(rights.NewArchive))
		}
		return w.others[k], nil
	}
	if !slices.Contains(why.Ground().Of, to) || id != w.request.ID || !w.request.Open() || len(note.ZH) > 8<<10 {
		w.t.Errorf("turned %s to %s because %s", w.request.State, to, why)
	}
	w.request.State, w.request.Reason, w.request.Note = to, why, note
	w.request.History = append(w.request.History, rights.Move{State: to, Reason: why, At: now, By: by})
	for _, row := range with {
		w.handed = append(w.handed, row.(rights.NewArchive))
	}
	w.told = append(w.told, w.request)
	return w.request, nil
}

func (w *world) Open(_ context.Context, o erase.Order, now time.Time) (erase.Case, error) {
	w.orders = append(w.orders, o)
	c := erase.Case{ID: "case1", Request: o.Request, Opened: now, Event: o.Event, State: erase.Open, Stores: []erase.Progress{{Store: "main", Phase: erase.Collecting}, {Store: "side", Phase: erase.Done}}}
	w.cases = append(w.cases, c)
	return c, nil
}

func (w *world) Certificate(_ context.Context, id erase.CaseID) (erase.Certificate, error) {
	return erase.Certificate{Case: id, Kept: w.kept}, nil
}

func (w *world) CasesOf(context.Context, string, ledger.Lookup) ([]erase.Case, error) {
	return slices.Clone(w.cases), nil
}

func (w *world) Push(_ context.Context, to Address, _ string, body []byte) error {
	w.pushed, w.to = append(w.pushed, body), append(w.to, to)
	return w.refuse
}

func (w *world) Lease(_ context.Context, kind consent.WorkKind, _ int, _, _ time.Time) ([]consent.Task, error) {
	if w.done > 0 || kind != rights.WorkRequest {
		return nil, nil
	}
	return []consent.Task{{ID: "07-t", Kind: rights.WorkRequest, Key: string(w.request.ID), Attempts: 1}}, nil
}

func (w *world) Done(context.Context, consent.TaskID) error {
	w.done++
	return nil
}

func (w *world) Fail(_ context.Context, _ consent.TaskID, at time.Time, why string) error {
	w.retry = at.Sub(w.now)
	if w.retry <= 0 || why == "" {
		w.t.Errorf("given back for %v because of %q", w.retry, why)
	}
	return nil
}

type requests struct {
	rights.Requests
	w *world
}

func (r requests) Request(context.Context, rights.RequestID) (rights.Request, error) {
	if r.w.request.ID == "" {
		return rights.Request{}, fault.New(fault.NotFound, "无", "none")
	}
	return r.w.request, nil
}

// Archive is the newest copy of a request.
func (r requests) Archive(_ context.Context, id rights.RequestID, now time.Time) (rights.NewArchive, error) {
	for _, a := range slices.Backward(r.w.handed) {
		if a.Request == id && now.Before(a.Expires) {
			return a, nil
		}
	}
	return rights.NewArchive{}, fault.New(fault.NotFound, "无", "none")
}

func (r requests) RequestsOf(context.Context, ledger.Lookup) ([]rights.Request, error) {
	return append([]rights.Request{r.w.request}, r.w.others...), nil
}

type people struct {
	consent.People
	w *world
}

func (p people) Person(_ context.Context, s ledger.Subject) (consent.Person, error) {
	return consent.Person{Identity: ledger.Identity{Subject: s, Lookup: ledger.InstallationKey{}.Lookup(s)}, Known: true}, nil
}

func (p people) Standing(context.Context, ledger.Lookup) (consent.Standing, error) {
	return consent.Standing{
		Consents: consent.Consents{"shop/comments/nickname/comment": {Use: "shop/comments/nickname/comment", State: consent.Granted, At: p.w.now, Version: 7}},
		Age:      consent.Age{Band: consent.Adult, Method: consent.SelfDeclared, At: p.w.now, Version: 3},
	}, nil
}

type record struct{ consent.Record }

func (record) About(_ context.Context, _ ledger.Lookup, k ledger.Kind) ([]int64, error) {
	if k == ledger.KindAsk {
		return []int64{41}, nil
	}
	return nil, nil
}

func (record) Receipt(_ context.Context, index int64) (ledger.Receipt, error) {
	return ledger.Receipt{Index: index, Leaf: []byte(`{"at":1}`), Body: []byte(`{"v":1,"wording":"为你推荐"}`)}, nil
}

type versions struct {
	consent.Versions
	w *world
}

func (v versions) Active(context.Context) (string, int64, bool, error) {
	return "sha256:x", 1, true, nil
}

func (v versions) Declaration(context.Context, string) (declaration.Source, error) {
	return declaration.Source{Files: []declaration.File{{Name: "shop.yaml", Text: v.w.text}}}, nil
}

// connector is one store.
type connector struct {
	plan.Connector
	w *world
	s *declaration.Store
}

func (w *world) Look(context.Context, *declaration.Store) ([]plan.Looker, error) { return nil, errCut }

// stores has the other Open.
type stores struct{ *world }

// Look gives eyes for values.
func (s stores) Look(_ context.Context, of *declaration.Store) ([]plan.Looker, error) {
	return []plan.Looker{eyes{connector{w: s.world, s: of}}}, nil
}

type eyes struct{ connector }

func (e eyes) Close() error { return nil }

func (e eyes) Store(context.Context) (string, error) { return e.s.ID, nil }

func (e eyes) Look(_ context.Context, s plan.Search) (left []plan.Residue, err error) {
	e.w.looked++
	for at, rows := range e.w.tables {
		store, holding, _ := strings.Cut(at, "/")
		for _, r := range rows {
			spared := slices.ContainsFunc(s.Spare, func(t plan.Target) bool {
				return t.Holding == holding && slices.ContainsFunc(t.Found, func(f *declaration.Found) bool {
					return slices.Contains(s.By[f.By], r[f.In]) && (!t.Asks(f) || s.By.Lets(r[t.Owner]))
				})
			})
			for _, text := range r {
				if store == e.s.ID && !spared && slices.ContainsFunc(s.Values, func(v string) bool { return strings.Contains(text, v) }) {
					left = append(left, plan.Residue{Where: holding, Count: 1, How: "value"})
				}
			}
		}
	}
	return left, nil
}

func (s stores) Open(_ context.Context, of *declaration.Store) (plan.Connector, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.opened++
	if err := s.down[of.ID]; err != nil {
		return nil, err
	}
	return &connector{w: s.world, s: of}, nil
}

func (c *connector) Close() error { return nil }

func (c *connector) Survey(context.Context) (plan.Survey, error) {
	s := plan.Survey{Engine: "fake"}
	if objects(c.s) {
		return s, nil
	}
	for _, h := range c.s.Holds {
		t := plan.Table{Name: h.ID}
		names := map[string]bool{}
		for _, r := range c.w.tables[c.s.ID+"/"+h.ID] {
			maps.Copy(names, func() map[string]bool {
				m := map[string]bool{}
				for k := range r {
					m[k] = true
				}
				return m
			}())
		}
		for _, f := range h.Fields {
			names[f.Column] = true
		}
		for _, n := range slices.Sorted(maps.Keys(names)) {
			t.Columns = append(t.Columns, plan.Column{Name: n, Type: "text", Nullable: true})
		}
		s.Tables = append(s.Tables, t)
	}
	return s, nil
}

func (c *connector) rows(t plan.Target, by plan.Keys) ([]plan.Record, error) {
	c.w.mu.Lock()
	defer c.w.mu.Unlock()
	if err := c.w.down[c.s.ID+"/"+t.Holding]; err != nil {
		return nil, err
	}
	var all []plan.Record
	for _, r := range c.w.tables[c.s.ID+"/"+t.Holding] {
		is := len(t.Found) == 0 && len(by["person"]) > 0 && strings.HasPrefix(r["path"], "avatars/"+by["person"][0]+"/")
		for _, f := range t.Found {
			is = is || slices.Contains(by[f.By], r[f.In]) && (!t.Asks(f) || by.Lets(r[t.Owner]))
		}
		for _, x := range t.Within {
			at, err := time.Parse(time.RFC3339, r[x.Column])
			is = is && (err != nil && x.Null || err == nil && (x.From.IsZero() || !at.Before(x.From)) && (x.To.IsZero() || at.Before(x.To)))
		}
		if is {
			all = append(all, r)
		}
	}
	return all, nil
}

func (c *connector) Resolve(_ context.Context, t plan.Target, by plan.Keys, gives map[string]string) (plan.Keys, error) {
	rows, err := c.rows(t, by)
	got := plan.Keys{}
	for _, r := range rows {
		for column, name := range gives {
			got[name] = append(got[name], r[column])
		}
	}
	if c.w.gossip {
		got[declaration.Person] = []string{"u-2"}
	}
	return got, err
}

func (c *connector) Count(_ context.Context, t plan.Target, by plan.Keys) (int64, error) {
	rows, err := c.rows(t, by)
	return int64(len(rows)), err
}

func (c *connector) Read(_ context.Context, t plan.Target, by plan.Keys, columns []string) iter.Seq2[plan.Record, error] {
	return func(yield func(plan.Record, error) bool) {
		rows, err := c.rows(t, by)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, r := range rows {
			out := plan.Record{}
			for k, v := range r {
				if columns == nil || slices.Contains(columns, k) {
					out[k] = v
				}
			}
			if !yield(out, nil) {
				return
			}
		}
	}
}

func (c *connector) Set(_ context.Context, t plan.Target, by plan.Keys, values map[string]string) (int64, error) {
	rows, err := c.rows(t, by)
	if err != nil {
		return 0, err
	}
	if c.w.cut > 0 {
		c.w.cut--
		return 0, errCut
	}
	if !c.w.lies[c.s.ID] {
		for _, r := range rows {
			maps.Copy(r, values)
		}
	}
	return int64(len(rows)), nil
}

func (w *world) String() string {
	return fmt.Sprint(w.request.State, " ", w.request.Reason, " ", w.request.Note.ZH)
}
