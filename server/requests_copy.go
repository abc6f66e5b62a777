package server

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/law"
	"github.com/volens/volens/rights"
)

// Copies hands over finished copies; the store does.
type Copies interface {
	// Archive returns the copy that a request made, opened; fault.NotFound where
	// there is none or its time is over.
	Archive(ctx context.Context, id rights.RequestID, now time.Time) (rights.NewArchive, error)
}

// The refusals of handing a copy over.
var (
	errCopyTheirs = fault.New(fault.Forbidden, "这份副本由本人登录后在自己的页面下载，不经工作人员", "this copy is downloaded by the person on a page of their own, and passes through nobody's hands").
			Citing(rights.RuleWay, law.Cite(law.PIPL, "45¶2"))
	errCopyUnproven = fault.New(fault.Forbidden, "还不知道申请人是谁，不能交出副本", "it is not known yet who asks: no copy is handed over").
			Citing(rights.RuleProof, law.Cite(law.Order790, "23"))
	errCopyOneKey = fault.New(fault.Forbidden, "须由两把不同的密钥复核，才能交出副本", "a copy is handed over on the word of two different keys").Citing(rights.RuleApproval)
	errCopyGone   = fault.New(fault.NotFound, "没有这份副本：还没有准备好，或者已过期", "there is no such copy: it is not ready, or its time is over").
			WithFix("等副本备好；已过期而申请未办结的，以 in-progress 和 carrying-out 再做一份；已办结的，请重新登记申请", "wait until it is ready; where its time is over and the request is open, have it made anew with in-progress and carrying-out, or else enter the request anew")
)

type copyOut struct {
	Type        string `header:"Content-Type"`
	Cache       string `header:"Cache-Control"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

// copy hands a copy that lies ready to staff, who give it to whoever asked and has no page
// of their own here: a visitor, whoever wrote a letter, a relative, an authority.
func (a *api) copy(ctx context.Context, in *requestIDIn) (*copyOut, error) {
	r, err := a.Requests.Request(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if err := handedOver(r); err != nil {
		return nil, err
	}
	c, err := a.Copies.Archive(ctx, r.ID, a.Now())
	switch {
	case err != nil && fault.KindOf(err) == fault.NotFound:
		return nil, errCopyGone
	case err != nil:
		return nil, err
	case c.Request != r.ID || c.Lookup != r.Lookup:
		return nil, errCopyGone
	}
	a.Slog.InfoContext(ctx, "a copy was handed to staff", slog.String("request", string(r.ID)), slog.String("by", actor(ctx)))
	out := &copyOut{Type: "application/zip", Cache: "no-store", Body: c.Body}
	end := ".zip"
	if strings.HasSuffix(c.Name, ".age") {
		out.Type, end = "application/octet-stream", ".zip.age"
	}
	out.Disposition = `attachment; filename="volens-copy-` + string(r.ID) + end + `"`
	return out, nil
}

// handedOver says why staff are not handed the copy of a request, or nothing.
func handedOver(r rights.Request) error {
	keys := slices.Sorted(slices.Values(r.Proof.Approved))
	switch {
	case r.Kind != rights.Copy && (r.Kind != rights.Transfer || r.State != rights.InProgress):
		return errCopyGone // of a transfer, what was copied ahead of an erasure is there for staff to send
	case r.Downloadable():
		return errCopyTheirs
	case r.Proof.At.IsZero():
		return errCopyUnproven
	case r.Way == rights.ByStaff && len(slices.Compact(keys)) < 2:
		return errCopyOneKey
	case !r.Proven():
		return errCopyUnproven
	case r.State != rights.Finished && r.State != rights.InProgress: // while it is in progress, the archive says whether it lies ready
		return errCopyGone
	}
	return nil
}

// handOver is the route of copies: its answer is a file and no JSON.
func (a *api) handOver() {
	file := &huma.MediaType{Schema: &huma.Schema{Type: "string", Format: "binary"}}
	const path = "/v1/requests/{id}/copy"
	huma.Register(a.huma, huma.Operation{
		OperationID: operationID(path), Method: http.MethodPost, Path: path,
		Summary:     "交出副本 | the finished copy of a request whose person has no page here, for staff to hand over",
		Security:    []map[string][]string{{"key": {string(ScopeRequests)}}},
		Middlewares: huma.Middlewares{a.require(ScopeRequests)},
		Errors:      []int{401, 403, 404, 500, 503},
		Responses: map[string]*huma.Response{"200": {Description: "OK", Content: map[string]*huma.MediaType{
			"application/zip": file, "application/octet-stream": file,
		}}},
	}, guarded(a, a.copy))
}
