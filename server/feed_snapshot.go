package server

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/replica"
)

// MaxLease is how long a snapshot may be relied on at most. It is our choice, not
// law: what people say meanwhile reaches nobody who works from it.
const MaxLease = 24 * time.Hour

const defaultLease = time.Hour

type snapshotIn struct {
	LeaseS int64 `json:"lease_s,omitempty" minimum:"1" maximum:"86400" default:"3600" doc:"How long the snapshot may be relied on, in seconds: what people withdraw meanwhile is not in it"`
}

// snapshot streams everything that a replica needs, sealed. A stream that was cut
// off has no note, and is worth nothing.
func (a *api) snapshot(w http.ResponseWriter, r *http.Request, d *desktop) error {
	if a.Feed.Primary == nil {
		return errFeed
	}
	in := snapshotIn{LeaseS: int64(defaultLease / time.Second)}
	if err := take(d, &in); err != nil {
		return err
	}
	if in.LeaseS < 1 || in.LeaseS > int64(MaxLease/time.Second) {
		return fault.New(fault.Invalid, "lease_s 应为 1 至 86400 的整数", "lease_s must be a whole number from 1 to 86400")
	}
	if _, err := a.Feed.Primary.Size(r.Context()); err != nil { // while there can still be a status
		return err
	}
	w.Header().Set("Content-Type", "application/jsonl")
	secret := a.Feed.Secret()
	h := replica.Header{MadeAt: a.Now().UTC(), LeaseS: in.LeaseS, Secret: secret[:]}
	src := replica.From(a.Feed.Primary, replica.Shared(secret))
	if err := replica.Seal(r.Context(), &patient{w: w, ctl: http.NewResponseController(w)}, src, h, a.Feed.Signer); err != nil {
		a.Slog.LogAttrs(r.Context(), slog.LevelWarn, "snapshot cut off", slog.String("request_id", httpx.RequestID(r.Context())), slog.String("error", err.Error()))
	}
	return nil
}

// A patient writer gives whoever reads time for every part, however long the
// whole takes.
type patient struct {
	w   http.ResponseWriter
	ctl *http.ResponseController
}

const patience = 30 * time.Second

// Write puts the deadline off and writes.
func (p *patient) Write(b []byte) (int, error) {
	_ = p.ctl.SetWriteDeadline(time.Now().Add(patience)) // one that cannot be put off stays
	return p.w.Write(b)
}
