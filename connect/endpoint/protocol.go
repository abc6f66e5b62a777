package endpoint

import (
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
)

// An Op is what an endpoint is asked to do. Values are permanent.
type Op string

// The operations: those of plan.Connector and plan.Looker.
const (
	Survey  Op = "survey"
	Resolve Op = "resolve"
	Count   Op = "count"
	Read    Op = "read"
	Do      Op = "do"
	Set     Op = "set"
	Settle  Op = "settle"
	Store   Op = "store"
	Look    Op = "look"
)

// Version is that of the protocol.
const Version = 1

// A Request is the body of a question. Only the fields of its operation are there.
type Request struct {
	V        int               `json:"v"`
	Op       Op                `json:"op"`
	Target   *Target           `json:"target,omitempty"`
	Keys     plan.Keys         `json:"keys,omitempty"`     // identifiers of people, by name
	Gives    map[string]string `json:"gives,omitempty"`    // resolve: identifier by column
	Columns  []string          `json:"columns,omitempty"`  // read: none means all
	After    string            `json:"after,omitempty"`    // read: the next of the last answer
	Delete   bool              `json:"delete,omitempty"`   // do: delete the rows
	Change   map[string]string `json:"change,omitempty"`   // do: or transform these columns
	Values   map[string]string `json:"values,omitempty"`   // set: value by column
	Holdings []string          `json:"holdings,omitempty"` // settle
	Search   *Search           `json:"search,omitempty"`   // look
}

// A Target says which rows are meant: those that any of Found leads to and that lie
// within all of Within. Owner is a column: a row that only a way to another identifier
// than person finds, in another column, counts only where Owner is missing, empty, 0,
// the UUID of zeros, or one of the keys of person; any other row is somebody else's. In
// a spare target, others means the rows that owner leaves to others instead: those
// that such a way finds or, with everyone, all that owner says are somebody else's.
type Target struct {
	Holding  string   `json:"holding"`
	Found    []Way    `json:"found,omitempty"`
	Within   []Window `json:"within,omitempty"`
	Everyone bool     `json:"everyone,omitempty"`
	Owner    string   `json:"owner,omitempty"`
	Others   bool     `json:"others,omitempty"`
	Limit    int      `json:"limit,omitempty"`
}

// A Way is one way of finding rows: the column holds one of the identifiers.
type Way struct {
	In string `json:"in"`
	By string `json:"by"`
}

// A Window narrows rows by the time in a column: at or after From, before To.
type Window struct {
	Column string     `json:"column,omitempty"`
	From   *time.Time `json:"from,omitempty"`
	To     *time.Time `json:"to,omitempty"`
	Null   bool       `json:"null,omitempty"`
}

// A Search is what is looked for.
type Search struct {
	Targets []Target  `json:"targets"`
	Keys    plan.Keys `json:"keys"`
	Changed []Changed `json:"changed"`
	Values  []string  `json:"values"`
	Spare   []Target  `json:"spare"`
}

// A Changed is rows that stay, and what their columns have to be by now: transform by
// column. What spare says does not hold for them.
type Changed struct {
	Target Target            `json:"target"`
	As     map[string]string `json:"as"`
}

// An Answer is the body of an answer. Only the fields of the operation are there,
// and those have to be: an answer without residue is not one that found nothing.
type Answer struct {
	Engine   string        `json:"engine,omitempty"`
	Tables   []Table       `json:"tables,omitempty"`
	Keys     plan.Keys     `json:"keys,omitempty"`
	Count    *int64        `json:"count,omitempty"`
	Rows     []plan.Record `json:"rows,omitzero"`
	Next     string        `json:"next,omitempty"`
	Done     *int64        `json:"done,omitempty"`
	Remnants []Remnant     `json:"remnants,omitzero"`
	Store    string        `json:"store,omitempty"`
	Residue  []Residue     `json:"residue,omitzero"`
	Error    *Problem      `json:"error,omitempty"`
}

// A Problem says why a question is not answered.
type Problem struct {
	Kind   string `json:"kind"`             // invalid or unavailable
	Reason string `json:"reason,omitempty"` // a slug, without any value
}

// The kinds of a problem.
const (
	KindInvalid     = "invalid"     // the question means nothing here
	KindUnavailable = "unavailable" // ask again later
)

// A Table is what plan.Table is.
type Table struct {
	Name    string   `json:"name"`
	Comment string   `json:"comment,omitempty"`
	Columns []Column `json:"columns,omitempty"`
	Primary []string `json:"primary,omitempty"`
}

// A Column is what plan.Column is.
type Column struct {
	Name     string `json:"name"`
	Type     string `json:"type,omitempty"`
	Comment  string `json:"comment,omitempty"`
	Nullable bool   `json:"nullable,omitempty"`
}

// A Remnant is what plan.Remnant is. Without a time it is not gone before somebody
// does something.
type Remnant struct {
	What string     `json:"what"`
	Gone *time.Time `json:"gone,omitempty"`
}

// A Residue is what plan.Residue is.
type Residue struct {
	Where string `json:"where"`
	Count int64  `json:"count"`
	How   string `json:"how"`
}

// targetOf writes a target for the wire.
func targetOf(t plan.Target) *Target {
	w := &Target{Holding: t.Holding, Everyone: t.Everyone, Owner: t.Owner, Others: t.Others, Limit: t.Limit}
	for _, f := range t.Found {
		w.Found = append(w.Found, Way{f.In, f.By})
	}
	for _, x := range t.Within {
		w.Within = append(w.Within, Window{x.Column, timed(x.From), timed(x.To), x.Null})
	}
	return w
}

func targetsOf(all []plan.Target) []Target {
	out := []Target{}
	for _, t := range all {
		out = append(out, *targetOf(t))
	}
	return out
}

func changedOf(all []plan.Changed) []Changed {
	out := []Changed{}
	for _, c := range all {
		out = append(out, Changed{*targetOf(c.Target), changesOf(c.As)})
	}
	return out
}

func timed(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

func changesOf(change map[string]declaration.Transform) map[string]string {
	out := map[string]string{}
	for column, t := range change {
		out[column] = string(t)
	}
	return out
}

// fields are those of an answer.
var fields = func() map[string]bool {
	all := map[string]bool{}
	for f := range reflect.TypeFor[Answer]().Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		all[name] = true
	}
	return all
}()

// parse reads an answer. The decoder takes the last of two equal keys, and a key in
// other letters for the same: residue could become none. What is wrong is said
// without quoting the answer.
func parse(body []byte) (Answer, error) {
	wrong := func(why cause) (Answer, error) { return Answer{}, errAnswer.Because(why) }
	if !json.Valid(body) {
		return wrong("it is no JSON")
	}
	if !jsontext.Value(body).IsValid() {
		return wrong("a key stands twice in it, or it is not UTF-8")
	}
	var top map[string]json.RawMessage
	if json.Unmarshal(body, &top) != nil || top == nil {
		return wrong("it is no JSON object")
	}
	for name := range top {
		if small := strings.ToLower(name); small != name && fields[small] {
			return wrong("a field is not in small letters")
		}
	}
	var a Answer
	if json.Unmarshal(body, &a) != nil {
		return wrong("a field holds another type than agreed")
	}
	return a, nil
}

// lacks is an answer without a field that has to be there.
func lacks(field string) error {
	return errAnswer.Because(cause("the field " + field + " is missing, or what it holds cannot be"))
}
