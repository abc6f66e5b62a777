package archive

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// content is the column of an object that holds it.
const content = "content"

// fileColumn takes its place: the name of the file in the archive.
const fileColumn = "file"

// A laidOut is a section with the names that it has in the archive.
type laidOut struct {
	Section
	Number  int // from 1
	table   string
	columns []Column // those declared, then whatever else the records have
	files   []string // by record; "" where there is no content
}

func layOut(c Copy) []laidOut {
	var all []laidOut
	for i, s := range c.Sections {
		stem := fmt.Sprintf("%02d-%s-%s", i+1, plainName(s.Store), plainName(s.Holding))
		l := laidOut{Section: s, Number: i + 1, table: "csv/" + stem + ".csv", columns: columnsOf(s), files: make([]string, len(s.Records))}
		for k, r := range s.Records {
			if _, ok := r[content]; ok && s.Objects {
				l.files[k] = fmt.Sprintf("files/%s/%05d-%s", stem, k+1, fileName(r["path"]))
			}
		}
		all = append(all, l)
	}
	return all
}

// columnsOf lists the declared columns, then those that only records have.
func columnsOf(s Section) []Column {
	known := map[string]bool{}
	var all, more []Column
	for _, c := range s.Columns {
		if !known[c.Name] && !(s.Objects && c.Name == content) {
			all = append(all, c)
		}
		known[c.Name] = true
	}
	for _, r := range s.Records {
		for name := range r {
			if !known[name] && !(s.Objects && name == content) {
				known[name], more = true, append(more, Column{Name: name})
			}
		}
	}
	slices.SortFunc(more, func(a, b Column) int { return strings.Compare(a.Name, b.Name) })
	if all = append(all, more...); s.Objects {
		all = append(all, Column{Name: fileColumn})
	}
	return all
}

// value returns what record i has in a column, and whether it has anything.
func (l laidOut) value(i int, column string) (string, bool) {
	if l.Objects && column == fileColumn {
		return l.files[i], l.files[i] != ""
	}
	v, ok := l.Records[i][column]
	return v, ok
}

// longestName is the longest part of a name that comes from the data, in bytes:
// paths stay short enough for every file system.
const longestName = 60

// plainName makes a part of a file name of any text: letters, digits, hyphens and
// underscores, never empty. A name is told from others by the number before it.
func plainName(text string) string {
	clean := strings.Map(func(r rune) rune {
		if r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_') {
			return r
		}
		return '_'
	}, text)
	for len(clean) > longestName {
		_, n := utf8.DecodeLastRuneInString(clean)
		clean = clean[:len(clean)-n]
	}
	if clean == "" {
		return "_"
	}
	return clean
}

// inert lists the kinds of file that keep their extension. Anything else is opened
// by whoever decides to, and not by a click: a page or a program that somebody
// stored must not run because its owner asked for a copy.
var inert = []string{
	".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".heic", ".tif", ".tiff", ".pdf", ".txt", ".json", ".ofd",
	".mp3", ".m4a", ".wav", ".amr", ".ogg", ".mp4", ".mov", ".webm", ".docx", ".xlsx", ".pptx", ".zip",
}

// fileName makes the last part of the name of an object's file of the object's own.
func fileName(of string) string {
	base := path.Base(strings.ReplaceAll(of, `\`, "/"))
	ext := strings.ToLower(path.Ext(base))
	if !slices.Contains(inert, ext) {
		return plainName(base) + ".bin"
	}
	return plainName(base[:len(base)-len(ext)]) + ext
}
