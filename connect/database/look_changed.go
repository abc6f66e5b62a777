package database

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"maps"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/connect/needle"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
)

// A remaking is rows that stay, as a looker sees them: what each of their columns
// was to become.
type remaking struct {
	sighting
	as map[string]declaration.Transform
}

// remakings finds the tables and columns of rows that stay.
func remakings(tables []seenTable, changed []plan.Changed) ([]remaking, error) {
	var all []remaking
	for _, c := range changed {
		found, err := sightings(tables, []plan.Target{c.Target})
		if err != nil {
			return nil, err
		}
		r := remaking{found[0], c.As}
		r.also = slices.Sorted(maps.Keys(c.As))
		for _, name := range r.also {
			column, ok := r.table.sight(name)
			if !ok {
				return nil, errUnseen
			}
			r.columns[strings.ToLower(name)] = column
		}
		all = append(all, r)
	}
	return all, nil
}

// changed counts, for each column of rows that stay, those in which it is not what it
// was to become. A ground that keeps the rows does not keep these columns.
func (g *glance) changed(tables []seenTable, changed []plan.Changed) error {
	all, err := remakings(tables, changed)
	if err != nil {
		return err
	}
	for _, r := range all {
		fixed, err := g.fixed(r)
		if err != nil {
			return err
		}
		err = g.each(r.sighting, func(_ string, see sees) {
			for _, name := range r.also {
				column := r.columns[strings.ToLower(name)]
				shown, ok := see(column.name)
				if !column.became(r.as[name], fixed[name], shown, ok) {
					g.found.Add(r.table.name()+"."+column.name, needle.ByColumn)
				}
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// fixed returns the fixed texts of columns as they are shown. A type that only the
// engine knows is written in its own way.
func (g *glance) fixed(r remaking) (map[string]string, error) {
	all := map[string]string{}
	for name, as := range r.as {
		kind, text := as.Parts()
		if kind != declaration.ToFixed {
			continue
		}
		all[name] = text
		column := r.columns[strings.ToLower(name)]
		if column.nature() != unknown || !g.dollar() {
			continue
		}
		if err := g.tx.QueryRowContext(g.ctx, "select $1::text::"+column.typ+"::text", text).Scan(&text); err != nil {
			return nil, err
		}
		all[name] = text
	}
	return all, nil
}

// became reports whether a column is what a transform makes of it; ok is false where
// it is null.
func (c seenColumn) became(as declaration.Transform, fixed, shown string, ok bool) bool {
	switch name, _ := as.Parts(); name {
	case string(declaration.ToNull):
		return c.nothing(shown, ok)
	case string(declaration.ToBlank):
		return ok && c.blank(shown)
	case declaration.ToFixed:
		return ok && c.alike(shown, fixed)
	case string(declaration.ToHash):
		return !ok || needle.Hashed(shown)
	}
	if !ok {
		return true // of nothing, nothing is made
	}
	value := shown
	if at, timed := written(shown); timed && c.nature() == instants {
		value = at.In(time.FixedZone("CST", 8*60*60)).Format("2006-01-02T15:04:05.999999")
	}
	to, made := needle.Remade(as, value)
	if !made {
		return c.nothing(shown, ok)
	}
	return c.alike(shown, to)
}

// nothing reports whether a column says nothing: null, or what stands for it where
// it must hold something.
func (c seenColumn) nothing(shown string, ok bool) bool {
	return !ok || !c.null && (c.blank(shown) || c.nature() == texts && needle.Unlike(shown))
}

// A nature is what the values of a type are, as far as they are compared.
type nature int

// The natures.
const (
	unknown nature = iota
	texts
	quantities
	verdicts
	instants
	octet
	universal // UUIDs
	documents
	choices
)

// nature reads the name of a type. SQLite takes any name: a part of it tells.
func (c seenColumn) nature() nature {
	base, _, _ := strings.Cut(c.typ, "(")
	base = strings.TrimSpace(base)
	has := func(parts ...string) bool {
		return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(base, p) })
	}
	switch {
	case c.first != "":
		return choices
	case base == "interval", has("range", "[]"):
		return unknown
	case strings.HasPrefix(c.typ, "tinyint(1)"), base == "bool", base == "boolean":
		return verdicts
	case strings.HasPrefix(base, "timestamp"), base == "date", base == "datetime":
		return instants
	case base == "json", base == "jsonb":
		return documents
	case base == "uuid":
		return universal
	case has("blob", "binary", "bytea", "point", "polygon", "linestring"):
		return octet
	case has("char", "text", "clob"), base == "name":
		return texts
	case has("int", "num", "dec", "real", "double", "float"):
		return quantities
	}
	return unknown
}

// blank reports whether a value says nothing for its type.
func (c seenColumn) blank(shown string) bool {
	switch c.nature() {
	case texts:
		return shown == ""
	case quantities:
		return c.alike(shown, "0")
	case verdicts:
		return c.alike(shown, "false")
	case instants:
		if strings.HasPrefix(c.typ, "timestamp") && !strings.Contains(c.typ, "without") {
			return c.alike(shown, "1970-01-01 08:00:01")
		}
		return c.alike(shown, "1970-01-01 00:00:00")
	case octet:
		return strings.Trim(shown, "0\x00") == "" // of fixed length it is filled up
	case universal:
		return c.alike(shown, "00000000-0000-0000-0000-000000000000")
	case documents:
		return c.alike(shown, "{}")
	case choices:
		return shown == c.first
	case unknown:
	}
	return false
}

// alike reports whether a column that shows one text holds what another means.
func (c seenColumn) alike(shown, means string) bool {
	if shown == means {
		return true
	}
	switch c.nature() {
	case quantities:
		x, ok1 := new(big.Rat).SetString(shown)
		y, ok2 := new(big.Rat).SetString(means)
		return ok1 && ok2 && x.Cmp(y) == 0
	case verdicts:
		yes := map[string]string{"1": "true", "0": "false", "true": "true", "false": "false"}
		return yes[shown] != "" && yes[shown] == yes[means]
	case instants:
		x, ok1 := written(shown)
		y, ok2 := written(means)
		return ok1 && ok2 && x.Equal(y)
	case octet:
		b, err := base64.StdEncoding.DecodeString(means)
		return err == nil && (strings.EqualFold(shown, hex.EncodeToString(b)) || c.kind != raw && shown == string(b))
	case universal:
		return strings.EqualFold(shown, means)
	case documents:
		var x, y any
		return json.Unmarshal([]byte(shown), &x) == nil && json.Unmarshal([]byte(means), &y) == nil && reflect.DeepEqual(x, y)
	case unknown, texts, choices:
	}
	return false
}
