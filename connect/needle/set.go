package needle

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
)

// A Set is values to be found.
type Set struct {
	forms   []form
	whole   map[string]bool // the values as they are
	numbers []string
	longest int // bytes of a form
}

// Of returns the set of the values in all their forms: as they are, as JSON and URLs
// escape them, in GB 18030 where they are not ASCII, addresses of e-mail in any case,
// and mobile numbers of the mainland with a country code and with spaces or hyphens.
// Empty values are left out: they are everywhere. Those that are too short to be told
// from chance are only found where they are all there is.
func Of(values []string) Set {
	s := Set{whole: map[string]bool{}}
	type writing struct {
		text string
		rule rule
	}
	seen := map[writing]bool{}
	for _, v := range values {
		if v == "" || s.whole[v] {
			continue
		}
		s.whole[v] = true
		s.numbers = append(s.numbers, numbersOf(v)...)
		for _, f := range formsOf(v) {
			if key := (writing{string(f.text), f.rule}); !seen[key] {
				seen[key] = true
				s.forms = append(s.forms, f)
				s.longest = max(s.longest, len(f.text))
			}
		}
	}
	return s
}

// Empty reports whether there is nothing to find.
func (s Set) Empty() bool { return len(s.whole) == 0 }

// Hints are what an engine is asked for that cannot tell by itself what holds a value:
// whatever holds one has a hint. All but Numbers and Whole leave the answer to In.
type Hints struct {
	Exact   [][]byte // is in it as it stands here
	Folded  []string // is in it once its ASCII letters are small
	Whole   []string // is all of it: every value
	Numbers []string // is all of it, where that is a number
}

// Hints returns the hints of the set.
func (s Set) Hints() Hints {
	h := Hints{Numbers: s.numbers}
	seen := map[string]bool{}
	for _, f := range s.forms {
		switch {
		case seen[string(f.text)]:
		case f.fold:
			h.Folded = append(h.Folded, string(f.text))
		default:
			h.Exact = append(h.Exact, f.text)
		}
		seen[string(f.text)] = true
	}
	for v := range s.whole {
		h.Whole = append(h.Whole, v)
	}
	slices.Sort(h.Whole)
	return h
}

// In reports whether any value is in b, or is all of it.
func (s Set) In(b []byte) bool { return s.whole[string(b)] || s.within(b, 0, len(b)) }

// InText is In for a text.
func (s Set) InText(text string) bool { return s.In([]byte(text)) }

// InName is In for the name of a key or of an object. One of its parts may be a value
// that is too short to be found within others.
func (s Set) InName(name string) bool {
	if s.InText(name) {
		return true
	}
	return slices.ContainsFunc(strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(":/.|#", r) }), func(part string) bool {
		return s.whole[part] && !onlyDigits(part)
	})
}

// within reports whether a form is in b that begins at from or later and ends at to
// or before.
func (s Set) within(b []byte, from, to int) bool {
	var small []byte
	for _, f := range s.forms {
		in := b
		if f.fold {
			if small == nil {
				small = lowered(b)
			}
			in = small
		}
		if f.in(in, from, to) {
			return true
		}
	}
	return false
}

// in reports whether the form is there, with nothing beside it that makes it part of
// something else.
func (f form) in(b []byte, from, to int) bool {
	for at := from; ; at++ {
		next := bytes.Index(b[at:to], f.text)
		if next < 0 {
			return false
		}
		at += next
		if f.stands(b, at, at+len(f.text)) {
			return true
		}
	}
}

// lowered is b with small ASCII letters, byte for byte.
func lowered(b []byte) []byte {
	out := slices.Clone(b)
	for i, c := range out {
		if 'A' <= c && c <= 'Z' {
			out[i] = c + 'a' - 'A'
		}
	}
	return out
}

const (
	chunk  = 256 << 10 // how much of a stream is looked at at once, in bytes
	beside = 32        // how much around a form says whether it is one, in bytes
)

// InStream reads r to its end, or until a value is found. What it returns with an
// error says nothing.
func (s Set) InStream(r io.Reader) (bool, error) {
	if s.Empty() {
		return false, nil
	}
	buffer := make([]byte, 0, chunk+s.longest+2*beside)
	for from := 0; ; {
		n, err := io.ReadFull(r, buffer[len(buffer):len(buffer)+chunk])
		buffer = buffer[:len(buffer)+n]
		over := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !over {
			return false, err
		}
		if over {
			return from == 0 && s.whole[string(buffer)] || s.within(buffer, from, len(buffer)), nil
		}
		if s.within(buffer, from, len(buffer)-beside) {
			return true, nil
		}
		// A value may lie across two chunks: the end of this one begins the next, with
		// what is beside it.
		rest := buffer[len(buffer)-min(len(buffer), s.longest+2*beside):]
		buffer, from = buffer[:copy(buffer[:cap(buffer)], rest)], beside
	}
}
