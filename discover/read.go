package discover

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/volens/volens/discover/sqlschema"
	"github.com/volens/volens/lang"
)

// MaxBytes is the longest file that is worth reading; a schema is far shorter.
const MaxBytes = 64 << 20

// ErrUnknown says that a file is of no kind that this package reads.
var ErrUnknown = errors.New("no kind of file that volens init reads")

// An Error is what makes a file of a known kind unreadable, and where.
type Error struct {
	Line, Column int // from 1; 0 where the file as a whole is wrong
	Message      lang.Text
}

// Error shows the place and the message in both languages.
func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Message.Both()
	}
	return fmt.Sprintf("%d:%d: %s", e.Line, max(1, e.Column), e.Message.Both())
}

// A reader reads one kind of file.
type reader struct {
	kind  Kind
	names []string // patterns of path.Match, in small letters, for the base name
	read  func(text []byte) (Source, error)
}

var readers = []reader{
	{SQL, []string{"*.sql"}, readSQL},
	{Android, []string{"androidmanifest.xml"}, readAndroid},
	{WeChat, []string{"app.json"}, readWeChat},
	{Packages, []string{"package.json"}, readNPM},
	{Packages, []string{"podfile.lock"}, readPods},
	{Packages, []string{"gradle.lockfile", "*.lockfile"}, readGradleLock},
	{Packages, []string{"build.gradle", "build.gradle.kts"}, readGradle},
	{OpenAPI, []string{"openapi*.json", "openapi*.yaml", "openapi*.yml", "swagger*.json", "swagger*.yaml", "swagger*.yml"}, readOpenAPI},
}

// Wanted reports whether the name of a file alone says that Read knows it: what
// to look at in a folder.
func Wanted(name string) bool { return readerOf(name) != nil }

func readerOf(name string) *reader {
	base := strings.ToLower(path.Base(strings.ReplaceAll(name, "\\", "/")))
	i := slices.IndexFunc(readers, func(r reader) bool {
		return slices.ContainsFunc(r.names, func(pattern string) bool {
			ok, _ := path.Match(pattern, base) // the patterns are ours
			return ok
		})
	})
	if i < 0 {
		return nil
	}
	return &readers[i]
}

// Read reads one file, whose kind its name tells, or else its content. It
// returns ErrUnknown where neither does, and an *Error where the file is broken.
func Read(name string, text []byte) (Source, error) {
	text, foreign := decode(text)
	r := readerOf(name)
	if r == nil {
		r = readerByContent(text)
	}
	if r == nil {
		return Source{}, ErrUnknown
	}
	s, err := r.read(text)
	if err != nil {
		return Source{}, err
	}
	s.Name, s.Kind = name, r.kind
	if foreign {
		s.Problems = append(s.Problems, &Error{Message: unknownEncoding})
	}
	return s, nil
}

// readerByContent knows descriptions of an API and manifests by other names.
func readerByContent(text []byte) *reader {
	head := string(text[:min(len(text), 4096)])
	at := func(k Kind) *reader {
		i := slices.IndexFunc(readers, func(r reader) bool { return r.kind == k })
		return &readers[i]
	}
	switch {
	case strings.Contains(head, "<manifest") && strings.Contains(head, "schemas.android.com"):
		return at(Android)
	case strings.HasPrefix(head, "openapi:"), strings.Contains(head, "\nopenapi:"), strings.HasPrefix(strings.TrimSpace(head), "{") && strings.Contains(head, `"openapi"`):
		return at(OpenAPI)
	}
	return nil
}

func readSQL(text []byte) (Source, error) {
	schema, err := sqlschema.Parse(string(text))
	if e, ok := errors.AsType[*sqlschema.Error](err); ok {
		return Source{}, &Error{e.Line, e.Column, e.Message}
	}
	s := Source{Engine: string(schema.Dialect)}
	for _, e := range schema.Problems {
		s.Problems = append(s.Problems, &Error{e.Line, e.Column, e.Message})
	}
	for _, t := range schema.Tables {
		s.Tables = append(s.Tables, ofSQL(t))
	}
	return s, nil
}

// ofSQL is a table of an SQL file as the recogniser reads it.
func ofSQL(t sqlschema.Table) Table {
	table := Table{Name: t.Name, Comment: t.Comment}
	for _, c := range t.Columns {
		table.Fields = append(table.Fields, Field{Name: c.Name, Type: c.Type, Comment: c.Comment, Line: c.Line, Reference: c.References != "", Enum: c.Enum})
	}
	return table
}
