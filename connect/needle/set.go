package needle

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// A Set is values to be found.
type Set struct {
	forms   [][]byte
	longest int
}

// Of returns the set of the values in all their forms: as they are, as JSON and URLs
// escape them, and in GB 18030 where they are not ASCII. Empty values are left out:
// they are everywhere.
func Of(values []string) Set {
	var s Set
	seen := map[string]bool{"": true}
	for _, v := range values {
		for _, form := range formsOf(v) {
			if seen[form] {
				continue
			}
			seen[form] = true
			s.forms = append(s.forms, []byte(form))
			s.longest = max(s.longest, len(form))
		}
	}
	return s
}

// Empty reports whether there is nothing to find.
func (s Set) Empty() bool { return len(s.forms) == 0 }

func formsOf(v string) []string {
	all := []string{v, url.QueryEscape(v), url.PathEscape(v)}
	all = append(all, lowerEscapes(all[1]), lowerEscapes(all[2]))
	if quoted, err := json.Marshal(v); err == nil {
		plain := string(quoted[1 : len(quoted)-1])
		all = append(all, plain, strings.ReplaceAll(plain, "/", `\/`))
	}
	if ascii(v) {
		return all
	}
	if gb, err := simplifiedchinese.GB18030.NewEncoder().String(v); err == nil {
		all = append(all, gb)
	}
	return append(all, escaped(v, `\u%04x`), escaped(v, `\u%04X`))
}

func ascii(v string) bool {
	return !strings.ContainsFunc(v, func(r rune) bool { return r > 0x7f })
}

// escaped writes what is not ASCII as JSON may.
func escaped(v, form string) string {
	var out strings.Builder
	for _, r := range v {
		if r <= 0x7f {
			out.WriteRune(r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			_, _ = fmt.Fprintf(&out, form, unit)
		}
	}
	return out.String()
}

// lowerEscapes writes the escapes of a URL in small letters.
func lowerEscapes(v string) string {
	b := []byte(v)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' {
			copy(b[i+1:], bytes.ToLower(b[i+1:i+3]))
		}
	}
	return string(b)
}

// In reports whether any value is in b.
func (s Set) In(b []byte) bool {
	for _, form := range s.forms {
		if bytes.Contains(b, form) {
			return true
		}
	}
	return false
}

// InText reports whether any value is in the text.
func (s Set) InText(text string) bool { return s.In([]byte(text)) }

// chunk is how much of a stream is looked at at once.
const chunk = 256 << 10

// InStream reads r to its end, or until a value is found. What it returns with an
// error says nothing.
func (s Set) InStream(r io.Reader) (bool, error) {
	if s.Empty() {
		return false, nil
	}
	buffer := make([]byte, 0, chunk+s.longest)
	for {
		n, err := io.ReadFull(r, buffer[len(buffer):len(buffer)+chunk])
		buffer = buffer[:len(buffer)+n]
		if s.In(buffer) {
			return true, nil
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		// A value may lie across two chunks: the end of this one begins the next.
		rest := buffer[len(buffer)-min(len(buffer), max(s.longest-1, 0)):]
		buffer = buffer[:copy(buffer[:cap(buffer)], rest)]
	}
}
