package main

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/netip"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/volens/volens/connect"
	"github.com/volens/volens/consent"
	"github.com/volens/volens/deliver"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/fulfil"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/store"
)

// A carrying is what carries requests and erasures out while an installation serves.
type carrying struct {
	store  *store.Store
	rights *rights.Desk
	office *fulfil.Office
	runner *erase.Runner
	graves erase.Graves
	late   prometheus.Gauge
	watch  *watch
	told   time.Time // when it was last said which erasures are overdue
	log    *slog.Logger
}

// conduct is what an operator can say about requests and erasures.
type conduct struct {
	getenv     func(string) string // where addresses of stores are found
	allow      []netip.Prefix      // networks that stores behind a webhook may be in, beside the public internet
	quiet      time.Duration       // how long nothing may come late
	unlimited  bool                // people looked: a sweep takes as much as there is
	announced  time.Duration       // how long a declaration is in use before periods are swept by it
	window     time.Duration       // in which closing an account can be cancelled
	custodians []string            // two age public keys, or none
}

func newCarrying(s *store.Store, desk *consent.Desk, ring keys.Ring, folder string, c conduct, log *slog.Logger) (*carrying, *keys.Graves, error) {
	stones, err := keys.OpenGraves(folder, ring)
	if err != nil {
		return nil, nil, err
	}
	stores := connect.Stores{Getenv: c.getenv, Allow: c.allow, Now: time.Now}
	y := &carrying{store: s, graves: s.Graves(stones), log: log,
		late: prometheus.NewGauge(prometheus.GaugeOpts{Name: "volens_erasures_overdue", Help: "Erasures that are open past their time."})}
	y.watch = newWatch(s, c.announced, log)
	y.runner = &erase.Runner{Book: s, Queue: s, Stores: stores, Graves: y.graves, Teller: stores.Teller(), Consent: desk, Quiet: c.quiet, Announced: c.announced, Unlimited: c.unlimited, Random: rand.Reader, Log: log}
	if len(c.custodians) == 2 {
		if y.runner.Keeper, err = keys.NewCustodians(c.custodians[0], c.custodians[1]); err != nil {
			return nil, nil, err
		}
	}
	y.rights = &rights.Desk{Consent: desk, Requests: s, Random: rand.Reader, Window: c.window}
	y.office = &fulfil.Office{Rights: y.rights, Requests: s, Consent: desk, Runner: y.runner, Cases: s, Stores: stores, Queue: s,
		Pusher: deliver.NewPush(deliver.PushOptions{Allow: c.allow, Lookup: stores.Address, Now: time.Now}), Log: log}
	y.runner.Farewell, y.runner.Alarm = y.office.Farewell, y.office.Alarm
	return y, stones, nil
}

// How often each thing is looked at. What is overdue after a long stop is found at
// the first look, which is at the start.
const (
	carryEvery = time.Second
	sweepEvery = time.Minute
	clearEvery = time.Hour
)

// run carries out until ctx ends. Whoever sweeps by hand answers for the clock.
func (y *carrying) run(ctx context.Context, all *sync.WaitGroup) {
	y.runner.Waits = y.watch.Waits
	all.Go(func() { y.every(ctx, carryEvery, "carrying requests out", y.carry) })
	all.Go(func() { y.every(ctx, carryEvery, "erasing", y.erase) })
	all.Go(func() { y.every(ctx, sweepEvery, "looking at deadlines", y.rights.Sweep) })
	all.Go(func() { y.every(ctx, sweepEvery, "looking for erasures that are overdue", y.overdue) })
	all.Go(func() { y.every(ctx, sweepEvery, "destroying what was kept until today", y.tidy) })
	all.Go(func() { y.every(ctx, clearEvery, "erasing what reached its period", y.clear) })
}

// every does something at once and then again and again. It says what went wrong,
// and tries that again within a minute.
func (y *carrying) every(ctx context.Context, pause time.Duration, doing string, do func(context.Context, time.Time) error) {
	for {
		next := pause
		if err := do(ctx, time.Now()); err != nil && ctx.Err() == nil {
			y.log.LogAttrs(ctx, slog.LevelWarn, doing, slog.String("error", err.Error()))
			next = min(pause, sweepEvery)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(next):
		}
	}
}

func (y *carrying) carry(ctx context.Context, now time.Time) error {
	return busy(ctx, now, y.office.Work)
}
func (y *carrying) erase(ctx context.Context, now time.Time) error {
	return busy(ctx, now, y.runner.Work)
}

// busy works until nothing is left to do.
func busy(ctx context.Context, now time.Time, work func(context.Context, time.Time) (int, error)) error {
	for ctx.Err() == nil {
		if n, err := work(ctx, now); err != nil || n == 0 {
			return err
		}
		now = time.Now()
	}
	return nil
}

// overdue says which erasures are past their time, again and again until they are
// not: by the metric, and once an hour in the log. Systems that subscribed are told
// once, and before.
func (y *carrying) overdue(ctx context.Context, now time.Time) error {
	if err := y.runner.Warn(ctx, now); err != nil {
		return err
	}
	open, err := y.store.OpenCases(ctx, mostOpen)
	if err != nil {
		return err
	}
	late := 0
	for _, c := range open {
		if !c.Overdue(now) {
			continue
		}
		late++
		if now.Sub(y.told) >= clearEvery {
			y.log.LogAttrs(ctx, slog.LevelError, "an erasure is overdue", slog.String("case", string(c.ID)), slog.String("trigger", string(c.Trigger)), slog.Time("due", c.Due.At))
		}
	}
	if now.Sub(y.told) >= clearEvery {
		y.told = now
	}
	y.late.Set(float64(late))
	return nil
}

// mostOpen bounds how many open erasures are looked at, the earliest due first.
const mostOpen = 10_000

// tidy destroys what was kept until a date: what law kept, copies, codes, tombstones.
func (y *carrying) tidy(ctx context.Context, now time.Time) error {
	if y.watch.Waits(ctx, now) {
		return nil
	}
	return errors.Join(y.store.Tidy(ctx, now), y.graves.Expire(now))
}

// clear erases what reached its period, or belonged to a service that ended. Of nodes
// that share a database, one does it at a time; the others try again in an hour.
func (y *carrying) clear(ctx context.Context, now time.Time) error {
	_, err := y.store.Alone(ctx, func(ctx context.Context) error {
		_, err := y.runner.Sweep(ctx, now)
		return err
	})
	return err
}
