package web

import (
	"context"
	"log/slog"
	"net/http"
	"strings"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/httpx"
)

var errCopyGone = fault.New(fault.NotFound, "这份副本已过期或还没有准备好", "this copy has expired or is not ready yet").
	WithFix("请再申请一份", "ask for another one")

// copy hands over a finished copy. It has no address that could be passed on: a form
// of a session that was stepped up gets it, and nothing else does.
func (p *pages) copy(w http.ResponseWriter, r *http.Request, pass httpx.Pass) error {
	q, err := p.ownRequest(r, pass)
	if err != nil {
		return err
	}
	if !downloadable(q) {
		return errNotFound
	}
	if !pass.SteppedUp(p.now()) {
		return errStepUp
	}
	a, err := p.copies.Archive(r.Context(), q.ID, p.now())
	if err != nil && fault.KindOf(err) == fault.NotFound {
		return errCopyGone
	}
	if err != nil {
		return err
	}
	if a.Lookup != pass.Lookup {
		return errNotFound
	}
	kind, end := "application/zip", ".zip"
	if strings.HasSuffix(a.Name, ".age") {
		kind, end = "application/octet-stream", ".zip.age"
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Disposition", `attachment; filename="volens-copy-`+string(q.ID)+end+`"`)
	if _, err := w.Write(a.Body); err != nil {
		return nil // the client has gone: nothing to do about it
	}
	if err := p.rights.Fetched(context.WithoutCancel(r.Context()), pass.Lookup, pass.By, q.ID, p.now()); err != nil {
		p.log.LogAttrs(r.Context(), slog.LevelWarn, "recording that a copy was downloaded", slog.String("request", string(q.ID)), slog.String("error", err.Error()))
	}
	return nil
}
