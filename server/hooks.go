package server

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/webhook"
)

// Hooks is where subscriptions and dead letters are kept.
type Hooks interface {
	// PutHook stores a subscription, or replaces the one with its id.
	PutHook(ctx context.Context, h consent.Hook) error
	// Hooks lists the subscriptions, disabled ones included.
	Hooks(ctx context.Context) ([]consent.Hook, error)
	// Buried lists dead letters, oldest first; of a kind, or with "" of all.
	Buried(ctx context.Context, kind consent.WorkKind, limit int) ([]consent.Buried, error)
	// Redeliver lets a dead letter be taken again; fault.NotFound where there is none.
	Redeliver(ctx context.Context, id consent.TaskID, now time.Time) error
}

type hooksOut struct {
	Body struct {
		Hooks []hook `json:"hooks"`
	}
}

type hook struct {
	ID       string     `json:"id"`
	URL      string     `json:"url"`
	Events   []string   `json:"events" doc:"Empty: all"`
	Created  time.Time  `json:"created_at"`
	Disabled *time.Time `json:"disabled_at,omitempty" doc:"Absent while it is told"`
	Secret   string     `json:"secret,omitempty" doc:"Shown this once"`
}

func showHook(h consent.Hook) hook {
	return hook{ID: h.ID, URL: h.URL, Events: append([]string{}, h.Events...), Created: *instant(h.Created), Disabled: instantOf(h.Disabled)}
}

func (a *api) hooks(ctx context.Context, _ *struct{}) (*hooksOut, error) {
	all, err := a.Hooks.Hooks(ctx)
	out := &hooksOut{}
	out.Body.Hooks = []hook{}
	for _, h := range all {
		out.Body.Hooks = append(out.Body.Hooks, showHook(h))
	}
	return out, err
}

type newHookIn struct {
	Body struct {
		URL    string   `json:"url" minLength:"1" maxLength:"2048" doc:"https; http only into networks that the operator allows"`
		Events []string `json:"events,omitempty" maxItems:"18" enum:"consent.granted,consent.refused,consent.withdrawn,request.received,request.verifying,request.in-progress,request.waiting,request.done,request.refused,request.restricted,request.cancelled,request.code,request.warning,request.overdue,request.replied,erasure.closed,erasure.warning,erasure.overdue" doc:"Absent: all but request.code"`
	}
}

type hookOut struct{ Body hook }

func (a *api) newHook(ctx context.Context, in *newHookIn) (*hookOut, error) {
	if err := webhook.CheckURL(in.Body.URL); err != nil {
		return nil, err
	}
	secret, err := webhook.NewSecret(a.Desk.Random)
	if err != nil {
		return nil, err
	}
	h := consent.Hook{ID: "hook-" + strings.ToLower(rand.Text()), URL: in.Body.URL, Events: in.Body.Events, Secret: webhook.Join(secret), Created: a.Now()}
	if err := a.Hooks.PutHook(ctx, h); err != nil {
		return nil, err
	}
	out := &hookOut{Body: showHook(h)}
	out.Body.Secret = secret.Text()
	return out, nil
}

type hookIn struct {
	ID string `path:"id" maxLength:"64"`
}

// rotate gives a hook a new secret. The one before stays beside it until the next
// change, so that the receiver has time to learn the new one.
func (a *api) rotate(ctx context.Context, in *hookIn) (*hookOut, error) {
	h, err := a.hookByID(ctx, in.ID)
	if err == nil && !h.Disabled.IsZero() {
		err = errDisabled
	}
	if err != nil {
		return nil, err
	}
	before, err := webhook.Split(h.Secret)
	if err != nil {
		return nil, err
	}
	secret, err := webhook.NewSecret(a.Desk.Random)
	if err != nil {
		return nil, err
	}
	h.Secret = webhook.Join(secret, before[0])
	if err := a.Hooks.PutHook(ctx, h); err != nil {
		return nil, err
	}
	out := &hookOut{Body: showHook(h)}
	out.Body.Secret = secret.Text()
	return out, nil
}

// disable ends a subscription. What waits for it becomes dead letters.
func (a *api) disable(ctx context.Context, in *hookIn) (*hookOut, error) {
	h, err := a.hookByID(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if h.Disabled.IsZero() {
		h.Disabled = a.Now()
		if err := a.Hooks.PutHook(ctx, h); err != nil {
			return nil, err
		}
	}
	return &hookOut{Body: showHook(h)}, nil
}

var errDisabled = fault.New(fault.Conflict, "这个订阅已停用", "this subscription is disabled").
	WithFix("需要时新建订阅", "make a new one where it is needed")

func (a *api) hookByID(ctx context.Context, id string) (consent.Hook, error) {
	all, err := a.Hooks.Hooks(ctx)
	if err != nil {
		return consent.Hook{}, err
	}
	at := slices.IndexFunc(all, func(h consent.Hook) bool { return h.ID == id })
	if at < 0 {
		return consent.Hook{}, fault.New(fault.NotFound, "没有这个订阅", "there is no such subscription")
	}
	return all[at], nil
}

type deadOut struct {
	Body struct {
		Dead []deadLetter `json:"dead" doc:"Oldest first, at most 256. Whom they are about is not listed: redelivering tells the hook"`
	}
}

type deadLetter struct {
	ID       consent.TaskID `json:"id"`
	Hook     string         `json:"hook,omitempty" doc:"Absent where it was to go to no hook yet"`
	Version  int64          `json:"version" doc:"Log index of the change it tells of"`
	Attempts int            `json:"attempts"`
	Error    string         `json:"error" doc:"Why it failed last: a class of status, or what failed"`
}

// deadShown is how many dead letters are listed.
const deadShown = 256

func (a *api) dead(ctx context.Context, _ *struct{}) (*deadOut, error) {
	all, err := a.Hooks.Buried(ctx, "", deadShown)
	out := &deadOut{}
	out.Body.Dead = []deadLetter{}
	for _, b := range all {
		id, queued := strings.CutPrefix(string(b.Task.Kind), webhook.QueuePrefix)
		switch {
		case b.Task.Kind == consent.WorkTell:
			id = ""
		case !queued: // work of another kind is no letter
			continue
		}
		out.Body.Dead = append(out.Body.Dead, deadLetter{ID: b.Task.ID, Hook: id, Version: b.Task.Version, Attempts: b.Task.Attempts, Error: b.Error})
	}
	return out, err
}

// canTell refuses a dead letter to a hook that is told no more: it would only die
// again.
func (a *api) canTell(ctx context.Context, id consent.TaskID) error {
	all, err := a.Hooks.Buried(ctx, "", deadShown)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(b consent.Buried) bool { return b.Task.ID == id })
	if at < 0 {
		return nil // not among the oldest: the store says whether it is there at all
	}
	hook, queued := strings.CutPrefix(string(all[at].Task.Kind), webhook.QueuePrefix)
	if !queued {
		return nil
	}
	h, err := a.hookByID(ctx, hook)
	if err == nil && !h.Disabled.IsZero() {
		err = errDisabled
	}
	return err
}

type redeliverIn struct {
	Body struct {
		ID consent.TaskID `json:"id" minLength:"1" maxLength:"128"`
	}
}

type doneOut struct {
	Body struct {
		Done bool `json:"done"`
	}
}

func done(err error) (*doneOut, error) {
	out := &doneOut{}
	out.Body.Done = true
	return out, err
}

func (a *api) redeliver(ctx context.Context, in *redeliverIn) (*doneOut, error) {
	if err := a.canTell(ctx, in.Body.ID); err != nil {
		return nil, err
	}
	return done(a.Hooks.Redeliver(ctx, in.Body.ID, a.Now()))
}
