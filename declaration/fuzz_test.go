package declaration

import (
	"errors"
	"testing"
	"time"

	"github.com/volens/volens/lang"
)

// Whatever comes in, Parse returns a declaration that holds together or errors
// that say where, and it does so soon.
func FuzzParse(f *testing.F) {
	f.Add(shop(f))
	f.Add(minimal)
	for _, b := range brokens() {
		if len(b.text) < 100_000 {
			f.Add(b.text)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		start := time.Now()
		d, err := Parse(source(text))
		if took := time.Since(start); took > 5*time.Second {
			t.Fatalf("took %s", took)
		}
		if err != nil {
			sound(t, err)
			return
		}
		for _, u := range d.Uses() {
			if !spellings["use"].accepts(string(u.ID)) || u.Service == nil || u.Function == nil || u.Place.IsZero() || u.Purpose.Class == "" || u.Item.Name.IsZero() {
				t.Fatalf("not resolved: %+v", u)
			}
			u.Fingerprint()
		}
		for _, s := range d.Stores {
			d.Grade(s)
		}
		again, err := Parse(d.Source())
		if err != nil || len(Diff(d, again)) > 0 {
			t.Fatalf("parsing it again gives something else: %v", err)
		}
	})
}

// sound checks that an error says where and what.
func sound(t *testing.T, err error) {
	var e *Errors
	if !errors.As(err, &e) || len(e.Problems) == 0 || len(e.Problems) > maxProblems {
		t.Fatalf("%T: %v", err, err)
	}
	for _, p := range e.Problems {
		if p.File == "" || p.Line < 1 || p.Column < 1 || p.Message.ZH == "" || p.Message.EN == "" || p.Excerpt == "" {
			t.Fatalf("%+v", p)
		}
	}
	e.In(lang.ZH)
}
