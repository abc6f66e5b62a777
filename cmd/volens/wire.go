package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/volens/volens/authzen"
	"github.com/volens/volens/consent"
	"github.com/volens/volens/decide"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/deliver"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/server"
	"github.com/volens/volens/store"
	"github.com/volens/volens/web"
)

// The store is what the desk and the API need; here the two meet.
var (
	_ consent.People   = (*store.Store)(nil)
	_ consent.Record   = (*store.Store)(nil)
	_ consent.Versions = (*store.Store)(nil)
	_ server.Keys      = (*store.Store)(nil)
	_ server.Log       = (*store.Store)(nil)
	_ server.Hooks     = (*store.Store)(nil)
	_ deliver.Outbox   = (*store.Store)(nil)
	_ rights.Requests  = (*store.Store)(nil)
	_ erase.Book       = (*store.Store)(nil)
	_ erase.Queue      = (*store.Store)(nil)
	_ httpx.Sealer     = keys.Ring{}
)

// A keyBook lists API keys in the words of the API.
type keyBook struct{ *store.Store }

// APIKeys lists the API keys, revoked ones included.
func (k keyBook) APIKeys(ctx context.Context) ([]server.KeyInfo, error) {
	all, err := k.Store.APIKeys(ctx)
	var shown []server.KeyInfo
	for _, i := range all {
		shown = append(shown, server.KeyInfo(i))
	}
	return shown, err
}

// An installation is everything that runs, wired.
type installation struct {
	store     *store.Store
	desk      *consent.Desk
	node      *background
	carry     *carrying
	metrics   *prometheus.Registry
	overlay   *authzen.Overlay // nil where none was given
	ring      keys.Ring
	passes    httpx.Passes
	publicURL string
	visitors  bool
	log       *slog.Logger
}

// settings are what an operator can say beside where the data is.
type settings struct {
	publicURL  string
	overlay    *authzen.Overlay
	allow      []netip.Prefix // networks that webhooks may go to beside the public internet
	discipline consent.Discipline
	conduct    conduct // of requests and erasures
	visitors   bool    // whether whoever cannot log in is served on a page
}

func open(ctx context.Context, w where, set settings, log *slog.Logger) (*installation, error) {
	ring, created, err := keys.Open(w.Keys)
	if err != nil {
		return nil, usage{err, ""}
	}
	if created {
		log.LogAttrs(ctx, slog.LevelInfo, "made new keys", slog.String("folder", w.Keys))
	}
	s, err := store.Open(ctx, store.Options{Data: w.Data, URL: w.Database, Keys: ring})
	if err != nil {
		return nil, err
	}
	metrics := prometheus.NewRegistry()
	metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	n := newBackground(s, set.allow, metrics, log)
	desk := &consent.Desk{People: s, Record: prompt{s, n.replica}, Versions: s, Random: rand.Reader, Discipline: set.discipline}
	carry, stones, err := newCarrying(s, desk, ring, w.Keys, set.conduct, log)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	n.carry = carry
	desk.Kept = stones.Kept
	metrics.MustRegister(carry.late)
	back, err := s.ReErase(ctx, stones, time.Now())
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if back > 0 {
		log.LogAttrs(ctx, slog.LevelWarn, "a backup had brought people back; they were forgotten again", slog.Int("people", back))
	}
	return &installation{store: s, desk: desk, node: n, carry: carry, metrics: metrics, overlay: set.overlay, log: log, publicURL: set.publicURL, ring: ring, visitors: set.visitors,
		passes: httpx.Passes{Sealer: ring, Secure: strings.HasPrefix(set.publicURL, "https://")}}, nil
}

// reopen opens an installation that is there: of a folder that is misspelt it makes none.
func reopen(ctx context.Context, w where, set settings, log *slog.Logger) (*installation, error) {
	ring, err := keys.Load(w.Keys)
	if err != nil {
		return nil, usage{err, ""}
	}
	s, err := store.Open(ctx, store.Options{Data: w.Data, URL: w.Database, Keys: ring, ReadOnly: true})
	if err != nil {
		return nil, err
	}
	if err := s.Close(); err != nil {
		return nil, err
	}
	return open(ctx, w, set, log)
}

// Close ends what runs in the background and closes the store.
func (in *installation) Close() error {
	in.node.close()
	return in.store.Close()
}

// bring stores a declaration as a version and activates it where none is
// active, or where it was asked for.
func (in *installation) bring(ctx context.Context, src *declaration.Source, activate bool, p *process) error {
	active, _, ok, err := in.store.Active(ctx)
	switch {
	case err != nil:
		return err
	case src == nil && !ok:
		return usage{fmt.Errorf("尚无生效的声明 / no declaration is active yet"), "--declaration FILE"}
	case src == nil:
		return nil
	}
	hash, err := in.desk.Upload(ctx, *src, time.Now())
	switch {
	case err != nil || hash == active:
		return err
	case ok && !activate:
		p.complain("另一版声明仍然生效，本文件已存为新版本 / another version of the declaration stays active; this file is stored as a new version")
		p.complain("hint: --activate")
		return nil
	}
	_, err = in.desk.Activate(ctx, hash, time.Now())
	return err
}

// firstKey takes the first API key from the file that the environment names, or
// makes one where there is none, and shows it once.
func (in *installation) firstKey(ctx context.Context, p *process) error {
	var all []string
	for _, s := range server.Scopes() {
		all = append(all, string(s))
	}
	if path := p.getenv(keyFile); path != "" {
		key, err := readKeyFile(path)
		if err != nil {
			return err
		}
		err = in.store.PutAPIKey(ctx, server.HashKey(key), "first", all)
		if fault.KindOf(err) == fault.Conflict {
			return nil // the same file at an earlier start
		}
		return err
	}
	if n, err := in.store.CountAPIKeys(ctx); err != nil || n > 0 {
		return err
	}
	key, hash := server.NewKey()
	if err := in.store.PutAPIKey(ctx, hash, "first", all); err != nil {
		return err
	}
	_, err := fmt.Fprintf(p.err, "api key: %s\n", key)
	return err
}

func (in *installation) handler() (http.Handler, error) {
	pages, err := web.New(web.Options{
		Desk: in.desk, Rights: in.carry.rights, Holdings: in.carry.office, Copies: in.store, Cases: in.store, Certificates: in.carry.runner,
		Passes: in.passes, Log: in.log, Now: time.Now, NoVisitors: !in.visitors, Keeps: in.carry.runner.Keeper != nil,
	})
	if err != nil {
		return nil, err
	}
	api := server.New(server.Options{
		Desk: in.desk, Log: in.store, Keys: in.store, KeyBook: keyBook{in.store}, Hooks: in.store, Overlay: in.overlay, People: server.PeopleOf(in.store.Everyone),
		Feed:   server.Feed{Primary: in.store, Secret: in.ring.ReplicaSecret, Signer: in.ring.Signer},
		Judge:  &nearby{in.node.replica, &decide.Judge{Desk: in.desk, Size: in.store.Size}},
		Rights: in.carry.rights, Staff: in.carry.rights, Requests: in.store, Erasures: in.carry.runner, Cases: in.store, Copies: in.store,
		Passes: in.passes, PublicURL: in.publicURL, Metrics: in.metrics, Slog: in.log, Now: time.Now,
	})
	return httpx.Bound(httpx.Observe(httpx.Split(api, pages), in.log, in.metrics, maxBody), patience, "/v1/feed/snapshot"), nil
}

// demo asks an invented person, so that whoever just started Volens can see a
// page. The person's id is random and belongs to nobody.
func (in *installation) demo(ctx context.Context, p *process) error {
	person, err := ledger.NewSubject("demo-" + rand.Text())
	if err != nil {
		return err
	}
	d, _, err := in.desk.Current(ctx)
	if err != nil {
		return err
	}
	for _, s := range d.Services {
		res, err := in.desk.Ask(ctx, person, consent.Request{Service: s.ID, Trigger: consent.Settings}, "", time.Now())
		if err != nil {
			return err
		}
		if res.Ask.ID != "" {
			token, _ := in.passes.Link(httpx.Pass{Lookup: res.Ask.Lookup, Page: "asks/" + string(res.Ask.ID)}, time.Now())
			if _, err := fmt.Fprintf(p.out, "volens: demo person: %s\nvolens: demo page (%s): %s/p/%s\n", person.Raw(), s.Name.Both(), in.publicURL, token); err != nil {
				return err
			}
		}
	}
	return nil
}

// patience bounds the work for one request.
const patience = 10 * time.Second

// maxBody is far above any request, in bytes.
const maxBody = 256 << 10
