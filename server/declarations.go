package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/lint"
)

type versionsOut struct {
	Body struct {
		Active      string       `json:"active,omitempty" doc:"Hash of the version in use; absent where none is"`
		Versions    []stored     `json:"versions" doc:"Newest first"`
		Activations []activation `json:"activations" doc:"The last ones, newest first"`
	}
}

type stored struct {
	Hash     string    `json:"hash"`
	Uploaded time.Time `json:"uploaded_at"`
	Version  int64     `json:"version" doc:"Log index of the upload"`
}

type activation struct {
	Hash    string    `json:"hash"`
	At      time.Time `json:"at"`
	Version int64     `json:"version" doc:"Log index of the activation"`
}

// activationsShown is how many activations are listed.
const activationsShown = 32

func (a *api) declarations(ctx context.Context, _ *struct{}) (*versionsOut, error) {
	out := &versionsOut{}
	out.Body.Versions, out.Body.Activations = []stored{}, []activation{}
	all, err := a.Desk.Versions.Uploaded(ctx)
	if err != nil {
		return nil, err
	}
	for _, v := range all {
		out.Body.Versions = append(out.Body.Versions, stored{Hash: v.Hash, Uploaded: *instant(v.Uploaded), Version: v.Version})
	}
	used, err := a.Desk.Versions.Activations(ctx, activationsShown)
	if err != nil {
		return nil, err
	}
	for _, v := range used {
		out.Body.Activations = append(out.Body.Activations, activation{Hash: v.Hash, At: *instant(v.At), Version: v.Version})
	}
	out.Body.Active, _, _, err = a.Desk.Versions.Active(ctx)
	return out, err
}

type uploadIn struct {
	Body struct {
		Files []uploadedFile `json:"files" minItems:"1" maxItems:"64"`
	}
}

type uploadedFile struct {
	Name string `json:"name" minLength:"1" maxLength:"128" pattern:"^[^/\\\\]+$" doc:"Without a folder" example:"volens.yaml"`
	Text string `json:"text"`
}

type uploadOut struct {
	Body struct {
		Hash string         `json:"hash"`
		Lint map[string]int `json:"lint" doc:"How many findings of each severity volens lint has: breach, warning"`
	}
}

// upload stores a version of the declaration. What breaks the law is stored all
// the same, and counted: it may be what is running today.
func (a *api) upload(ctx context.Context, in *uploadIn) (*uploadOut, error) {
	var src declaration.Source
	for _, f := range in.Body.Files {
		src.Files = append(src.Files, declaration.File(f))
	}
	d, err := declaration.Parse(src)
	if err != nil {
		return nil, misread(src, err, httpx.LangOf(ctx))
	}
	hash, err := a.Desk.Upload(ctx, src, a.Now())
	if err != nil {
		return nil, err
	}
	out := &uploadOut{}
	out.Body.Hash, out.Body.Lint = hash, map[string]int{string(lint.Breach): 0, string(lint.Warning): 0}
	for _, f := range lint.Run(d, lint.Options{}) {
		out.Body.Lint[string(f.Severity)]++
	}
	return out, nil
}

// misread turns what does not parse into a problem that says where, by the place
// of the file in the request.
func misread(src declaration.Source, err error, l lang.Lang) error {
	all := (*declaration.Errors)(nil)
	if !errors.As(err, &all) {
		return err
	}
	p := &httpx.Problem{
		Type: "urn:volens:problem:" + string(fault.Invalid), Title: http.StatusText(http.StatusUnprocessableEntity), Status: http.StatusUnprocessableEntity,
		Detail: lang.Text{ZH: "声明不能解析，见 errors", EN: "the declaration does not parse, see errors"}.In(l),
		Fix:    lang.Text{ZH: "先运行 volens lint", EN: "run volens lint first"}.In(l),
	}
	for _, e := range all.Problems {
		at := "files"
		for i, f := range src.Files {
			if f.Name == e.File {
				at = fmt.Sprintf("files[%d]:%d:%d", i, e.Line, e.Column)
			}
		}
		p.Errors = append(p.Errors, httpx.FieldError{Location: at, Message: e.Message.In(l)})
	}
	if all.More > 0 {
		p.Errors = append(p.Errors, httpx.FieldError{Location: "files", Message: lang.Text{
			ZH: "另有 " + strconv.Itoa(all.More) + " 处", EN: "and " + strconv.Itoa(all.More) + " more",
		}.In(l)})
	}
	return p
}

type hashIn struct {
	Body struct {
		Hash string `json:"hash" pattern:"^sha256:[0-9a-f]{64}$"`
	}
}

type activatedOut struct {
	Body struct {
		Hash    string `json:"hash" doc:"Of the version in use now"`
		Version int64  `json:"version" doc:"Log index of the activation: from here on verdicts know of it"`
	}
}

func (a *api) activate(ctx context.Context, in *hashIn) (*activatedOut, error) {
	version, err := a.Desk.Activate(ctx, in.Body.Hash, a.Now())
	return activated(in.Body.Hash, version, err)
}

func (a *api) rollback(ctx context.Context, _ *struct{}) (*activatedOut, error) {
	return activated(a.Desk.Rollback(ctx, a.Now()))
}

func activated(hash string, version int64, err error) (*activatedOut, error) {
	out := &activatedOut{}
	out.Body.Hash, out.Body.Version = hash, version
	return out, err
}
