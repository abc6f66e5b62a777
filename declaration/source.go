package declaration

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/gowebpki/jcs"

	"github.com/volens/volens/lang"
)

// Limits of a source. A declaration that needs more is not one that people read.
const (
	MaxBytes = 4 << 20 // of all files together
	MaxFiles = 256
	MaxDepth = 32      // of nested lists, and of nested mappings
	maxUses  = 100_000 // a short file could multiply to more than memory holds
	maxMarks = 200_000 // of , : ? [ { and - that may start something: bounds what the parser builds
)

// A File is one YAML file of a declaration.
type File struct {
	Name string `json:"name"` // relative, without a folder
	Text string `json:"text"`
}

// A Source is a declaration as written. It survives JSON: parsing what was
// stored gives the same declaration.
type Source struct {
	Files []File `json:"files"`
}

// Load reads one file, or every *.yaml and *.yml directly in a folder, hidden
// files apart. Names are relative to that folder, so that the hash does not
// depend on where it lies. Errors are those of fsys, or *Errors where a limit is
// passed, nothing was found, or something there is no regular file: opening a pipe
// waits for whoever writes to it, perhaps for ever.
func Load(fsys fs.FS, name string) (Source, error) {
	names, err := list(fsys, name)
	if err != nil {
		return Source{}, fmt.Errorf("reading the declaration: %w", err)
	}
	if len(names) == 0 {
		return Source{}, problemAt(Place{File: name, Line: 1, Column: 1}, noFiles)
	}
	if len(names) > MaxFiles {
		return Source{}, problemAt(Place{File: name, Line: 1, Column: 1}, tooManyFiles)
	}
	var src Source
	left := MaxBytes
	for _, n := range names {
		if info, err := fs.Stat(fsys, n); err == nil && !info.Mode().IsRegular() {
			return Source{}, problemAt(Place{File: path.Base(n), Line: 1, Column: 1}, notAFile)
		}
		text, err := read(fsys, n, left)
		if err != nil {
			return Source{}, fmt.Errorf("reading the declaration: %w", err)
		}
		if left -= len(text); left < 0 {
			return Source{}, problemAt(Place{File: path.Base(n), Line: 1, Column: 1}, tooLarge)
		}
		src.Files = append(src.Files, File{path.Base(n), text})
	}
	return src.sorted(), nil
}

// list names the files that make up the declaration at name.
func list(fsys fs.FS, name string) ([]string, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []string{name}, nil
	}
	entries, err := fs.ReadDir(fsys, name)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if n := e.Name(); !e.IsDir() && !strings.HasPrefix(n, ".") && isYAML(n) {
			names = append(names, path.Join(name, n))
		}
	}
	return names, nil
}

func isYAML(name string) bool { return path.Ext(name) == ".yaml" || path.Ext(name) == ".yml" }

// read returns the text of a file, cut one byte past limit.
func read(fsys fs.FS, name string, limit int) (string, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, int64(limit)+1))
	return string(b), err
}

// sorted returns a copy in order of names, the order in which files count.
func (s Source) sorted() Source {
	files := slices.Clone(s.Files)
	slices.SortStableFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return Source{files}
}

// Hash identifies what was written, byte by byte: "sha256:" and the hash of the
// canonical JSON (RFC 8785) of the files in order of names. It is permanent.
func (s Source) Hash() string {
	sum := sha256.Sum256(s.sorted().canonical())
	return "sha256:" + hex.EncodeToString(sum[:])
}

// canonical returns the canonical JSON. A source that is not UTF-8 has none and
// does not parse; what stands in for it here only has to be the same every time.
func (s Source) canonical() []byte {
	if s.Files == nil {
		s.Files = []File{}
	}
	b, err := json.Marshal(s)
	if err != nil {
		return nil
	}
	c, err := jcs.Transform(b)
	if err != nil {
		return b
	}
	return c
}

// bytes is the size of all files.
func (s Source) bytes() int {
	n := 0
	for _, f := range s.Files {
		n += len(f.Text)
	}
	return n
}

// text returns the file of that name.
func (s Source) text(name string) (string, bool) {
	for _, f := range s.Files {
		if f.Name == name {
			return f.Text, true
		}
	}
	return "", false
}

var (
	noFiles = flaw{
		says:  lang.Text{ZH: "这里没有 YAML 文件", EN: "there are no YAML files here"},
		wants: lang.Text{ZH: "一个 .yaml 文件，或直接放着 .yaml、.yml 文件的文件夹", EN: "a .yaml file, or a folder with .yaml or .yml files directly in it"},
		fix:   lang.Text{ZH: "检查路径，或先写一个声明文件", EN: "check the path, or write a declaration first"},
	}
	notAFile = flaw{
		says:  lang.Text{ZH: "这不是普通文件", EN: "this is not a regular file"},
		wants: lang.Text{ZH: "普通文件，或指向普通文件的链接；不读管道、设备、套接字", EN: "a regular file or a link to one; pipes, devices and sockets are not read"},
		fix:   lang.Text{ZH: "移走它，或先把内容存成文件", EN: "move it away, or save its content as a file first"},
	}
	tooManyFiles = flaw{
		says:  lang.Text{ZH: "文件太多", EN: "too many files"},
		wants: lang.Text{ZH: fmt.Sprintf("至多 %d 个文件", MaxFiles), EN: fmt.Sprintf("at most %d files", MaxFiles)},
		fix:   lang.Text{ZH: "合并文件，或检查路径是否正确", EN: "join files, or check the path"},
	}
	tooLarge = flaw{
		says:  lang.Text{ZH: "声明太大", EN: "the declaration is too large"},
		wants: lang.Text{ZH: fmt.Sprintf("各文件合计至多 %d MiB", MaxBytes>>20), EN: fmt.Sprintf("at most %d MiB in all", MaxBytes>>20)},
		fix:   lang.Text{ZH: "检查是否选错了文件：声明是给人看的，用不了这么多字", EN: "check that this is the right file: people read a declaration, it needs no such length"},
	}
	tooManyUses = flaw{
		says:  lang.Text{ZH: "声明的使用太多：items、gives 与 in 相乘", EN: "the declaration has too many uses: items, gives and in multiply"},
		wants: lang.Text{ZH: fmt.Sprintf("合计至多 %d 个使用", maxUses), EN: fmt.Sprintf("at most %d uses in all", maxUses)},
		fix:   lang.Text{ZH: "检查有没有重复的条目", EN: "check for entries that stand there many times"},
	}
	tooMuch = flaw{
		says:  lang.Text{ZH: "声明的条目太多", EN: "the declaration has too many entries"},
		wants: lang.Text{ZH: fmt.Sprintf("各文件合计至多 %d 个冒号、逗号、括号与短横", maxMarks), EN: fmt.Sprintf("at most %d colons, commas, brackets and dashes in all", maxMarks)},
		fix:   lang.Text{ZH: "检查是否选错了文件", EN: "check that this is the right file"},
	}
)
