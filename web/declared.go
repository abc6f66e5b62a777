package web

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/rights"
)

// correctable lists what can be corrected by a request: what opens an account is changed
// in the service itself.
func correctable(d *declaration.Declaration) []heldItem {
	return slices.DeleteFunc(heldItems(d), func(h heldItem) bool { return rights.OpensAccount(h.ID) })
}

// heldItems lists the kinds of personal information that stores hold, or that uses
// name where the declaration has no holdings.
func heldItems(d *declaration.Declaration) []heldItem {
	var all []heldItem
	add := func(id law.ItemID) {
		item, ok := law.ItemByID(id)
		if ok && !slices.ContainsFunc(all, func(h heldItem) bool { return h.ID == id }) {
			all = append(all, heldItem{ID: id, Name: item.Name})
		}
	}
	for _, s := range d.Stores {
		for _, h := range s.Holds {
			for _, f := range h.Fields {
				add(f.Item)
			}
		}
	}
	if len(all) == 0 {
		for u := range d.All() {
			add(u.Item.ID)
		}
	}
	return all
}

func functionsOf(d *declaration.Declaration) []namedFunction {
	var all []namedFunction
	for u := range d.All() {
		f := namedFunction{ID: u.Service.ID + "/" + u.Function.ID, Service: u.Service.Name, Name: u.Function.Name}
		if !slices.Contains(all, f) {
			all = append(all, f)
		}
	}
	return all
}

// keptBeside lists what stays when everything about a person goes: what the
// declaration says that law makes the processor keep, and what is kept of Volens' own
// where there are custodians to keep it.
func (p *pages) keptBeside(d *declaration.Declaration) []lang.Text {
	var all []lang.Text
	for _, s := range d.Stores {
		for _, h := range s.Holds {
			if h.Keep.IsZero() {
				continue
			}
			all = append(all, fill(text("close-line"), itemNames(d, keptItems(h)), h.Keep.Under, from(h), h.Keep.For.Text()))
		}
	}
	if p.keeps {
		all = append(all, fill(text("close-own"), law.Param("provision-records").Cite.Text()))
	}
	return all
}

// keptItems are the kinds of personal information that a holding has to keep.
func keptItems(h *declaration.Holding) []string {
	var items []string
	for _, f := range h.Fields {
		if f.Kept && f.Item != "" && !slices.Contains(items, string(f.Item)) {
			items = append(items, string(f.Item))
		}
	}
	return items
}

// from says from when a period of keeping counts. A declaration names a column and
// not what it means: where its name does not say that, it is shown as it is.
func from(h *declaration.Holding) lang.Text {
	column := h.Keep.From
	switch {
	case column == h.Born:
		return text("from-born")
	case column == declaration.Written:
		return text("from-written")
	}
	switch strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(column, "_at"), "_time"), "_on") {
	case "completed", "finished", "complete", "finish":
		return text("from-done")
	case "issued", "issue":
		return text("from-issued")
	case "created", "create":
		return text("from-born")
	}
	return fill(text("from-column"), lang.Text{ZH: column, EN: column})
}

// fill puts texts into the places of another.
func fill(t lang.Text, args ...lang.Text) lang.Text {
	var zh, en []any
	for _, a := range args {
		zh, en = append(zh, a.ZH), append(en, a.EN)
	}
	return lang.Text{ZH: fmt.Sprintf(t.ZH, zh...), EN: fmt.Sprintf(t.EN, en...)}
}

// clockLine is one clock for reading.
type clockLine struct {
	Article     lang.Text
	Status      lang.Text
	Day         lang.Text
	Provisional bool
	Overdue     bool
	Reading     lang.Text
}

func clockLines(all []rights.Clock, now time.Time) []clockLine {
	var lines []clockLine
	for _, c := range all {
		lines = append(lines, clockLine{
			Article: c.Cite.Text(), Status: c.Cite.Status().Text(), Day: dayText(c.Due.LastDay), Reading: c.Reading,
			Provisional: c.Due.Certainty != "final", Overdue: !now.Before(c.Due.At),
		})
	}
	return lines
}

type heldItem struct {
	ID   law.ItemID
	Name lang.Text
}

type namedFunction struct {
	ID            string // service/function
	Service, Name lang.Text
}
