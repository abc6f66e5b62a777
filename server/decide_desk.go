package server

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"sync"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/httpx"
)

// A desktop is what one request is read from and written on. They are used
// again and again, so that deciding makes no garbage.
type desktop struct {
	in  bytes.Buffer
	dec jsontext.Decoder
	out []byte
}

// maxKept bounds what a desktop keeps for the next request, in bytes.
const maxKept = 64 << 10

var desktops = sync.Pool{New: func() any { return new(desktop) }}

var errMedia = fault.New(fault.Invalid, "请求体须为 application/json", "the request body must be application/json")

// byHand makes a handler that reads its body and writes its answer on a desktop.
// The key is checked first: strangers are not read.
func (a *api) byHand(s Scope, h func(http.ResponseWriter, *http.Request, *desktop) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		d := desktops.Get().(*desktop)
		defer d.back()
		err := a.keys.authorise(r.Context(), r.Header.Get("Authorization"), s)
		if err == nil {
			err = d.read(r)
		}
		if err == nil {
			err = h(w, r, d)
		}
		if err != nil {
			a.refuse(w, r, err)
		}
	}
}

func (a *api) refuse(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, errMedia) {
		p := httpx.ProblemOf(r.Context(), a.Slog, err)
		p.Status, p.Title = http.StatusUnsupportedMediaType, http.StatusText(http.StatusUnsupportedMediaType)
		err = p
	}
	httpx.WriteProblem(w, r, a.Slog, err)
}

func (d *desktop) back() {
	if d.in.Cap() <= maxKept && cap(d.out) <= maxKept {
		desktops.Put(d)
	}
}

// read takes in the body. Nothing of an earlier request is left.
func (d *desktop) read(r *http.Request) error {
	d.in.Reset()
	d.out = d.out[:0]
	if !isJSON(r.Header.Get("Content-Type")) {
		return errMedia
	}
	_, err := d.in.ReadFrom(r.Body)
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return errLarge
	}
	if err != nil {
		return errBody
	}
	d.dec.Reset(&d.in)
	return nil
}

// isJSON reports whether a body is JSON in UTF-8; one that says nothing is taken
// at its word.
func isJSON(contentType string) bool {
	if contentType == "application/json" || contentType == "" {
		return true
	}
	media, params, err := mime.ParseMediaType(contentType)
	charset := params["charset"]
	return err == nil && media == "application/json" && (charset == "" || strings.EqualFold(charset, "utf-8"))
}

// end makes sure that nothing follows what was read.
func (d *desktop) end() error {
	if _, err := d.dec.ReadToken(); !errors.Is(err, io.EOF) {
		return errBody
	}
	return nil
}

func (d *desktop) send(w http.ResponseWriter) error {
	w.Header()["Content-Type"] = jsonType
	_, _ = w.Write(d.out) // the client has gone: nothing to do about it
	return nil
}

var jsonType = []string{"application/json"}
