package web

import (
	"net/http"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/httpx"
)

// maxReply is the longest reply that the form takes, in bytes.
const maxReply = 4000

var errNoReply = fault.New(fault.Invalid, "请写下要补充的内容", "please write what you want to add").WithFix("请返回上一页填写", "go back and fill it in")

// reply takes what the person says where their request waits for them.
func (p *pages) reply(w http.ResponseWriter, r *http.Request, pass httpx.Pass) error {
	q, err := p.ownRequest(r, pass)
	if err != nil {
		return err
	}
	if err := form(w, r); err != nil {
		return err
	}
	said := field(r.PostForm, "text", maxReply)
	if said == "" {
		return errNoReply
	}
	if _, err := p.rights.Reply(r.Context(), pass.Lookup, pass.By, q.ID, said, once(r.PostForm, pass.By), p.now()); err != nil {
		return err
	}
	http.Redirect(w, r, in(httpx.Lang(r), "/me/requests/"+string(q.ID)), http.StatusSeeOther)
	return nil
}
