package web

import (
	"net/http"
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/fulfil"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// heldPage says what is held: kinds and amounts. Access is simply there: no form,
// no waiting (draft 23(1), PIPL 45).
type heldPage struct {
	Guardian bool
	Stores   []heldStore
}

type heldStore struct {
	ID    string
	Name  lang.Text
	Kinds []heldKinds
}

type heldKinds struct {
	Items   lang.Text
	Rows    int64
	Unknown bool // the amount could not be read just now
	Manual  bool // nothing can count it here: people search
}

// held shows what is held about the person.
func (p *pages) held(w http.ResponseWriter, r *http.Request, pass httpx.Pass) error {
	s, err := p.subject(r.Context(), pass)
	if err != nil {
		return err
	}
	d, _, err := p.desk.Current(r.Context())
	if err != nil {
		return err
	}
	all, err := p.holdings.Held(r.Context(), s, p.now())
	if err != nil {
		return err
	}
	page := heldPage{Guardian: !pass.By.IsZero()}
	for _, h := range all {
		if h.Rows > 0 || h.Unknown != "" {
			page.add(d, h)
		}
	}
	p.show(w, r, http.StatusOK, "held", text("held-title").In(httpx.Lang(r)), page)
	return nil
}

func (page *heldPage) add(d *declaration.Declaration, h fulfil.Holding) {
	i := slices.IndexFunc(page.Stores, func(s heldStore) bool { return s.ID == h.Store })
	if i < 0 {
		i = len(page.Stores)
		page.Stores = append(page.Stores, heldStore{ID: h.Store, Name: storeName(d, h.Store)})
	}
	page.Stores[i].Kinds = append(page.Stores[i].Kinds, heldKinds{Items: itemNames(d, h.Items), Rows: h.Rows, Unknown: h.Unknown != "", Manual: h.Unknown == erase.ReasonManual})
}

// storeName names a store to people. Volens' own is a store as well.
func storeName(d *declaration.Declaration, id string) lang.Text {
	for _, s := range d.Stores {
		if s.ID == id && !s.Name.IsZero() {
			return s.Name
		}
	}
	if id == "volens" {
		return text("held-own")
	}
	return lang.Text{ZH: id, EN: id}
}

// itemNames lists kinds of personal information in both languages.
func itemNames(d *declaration.Declaration, items []string) lang.Text {
	t := lang.Text{}
	for i, id := range items {
		name := fulfil.ItemName(d, law.ItemID(id))
		if i > 0 {
			t.ZH += text("list").ZH
			t.EN += text("list").EN
		}
		t.ZH += name.ZH
		t.EN += name.EN
	}
	if t.IsZero() {
		return text("held-other")
	}
	return t
}
