package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/notice"
	"github.com/volens/volens/notice/render"
	"github.com/volens/volens/workday"
)

// noticeCommand writes documents, and with "diff" says how two versions of them
// differ.
type noticeCommand struct {
	Write noticeWriteCommand `cmd:"" default:"withargs" help:"写出文件（默认） | write documents (the default)"`
	Diff  noticeDiffCommand  `cmd:"" help:"两版声明之间，文件变了什么 | how the documents differ between two declarations"`
}

// which says which documents, about what, in which languages.
type which struct {
	Document []string `short:"d" help:"哪些文件，可写多个，或 all：rules, children, collected, shared, sdk, records, assessment, wechat, android-privacy, ios-privacy | which documents, several, or all" default:"rules" placeholder:"ID,…"`
	Service  string   `help:"只写一个服务 | about one service only" placeholder:"ID"`
	Lang     string   `help:"文件的语言：zh、en 或 both（中文在前），默认 zh | language of the documents: zh, en or both, Chinese first; by default zh" enum:"zh,en,both" default:"zh"`
}

type noticeWriteCommand struct {
	Path   string   `arg:"" optional:"" help:"声明文件或文件夹，默认 volens.yaml，没有则当前文件夹 | a file or a folder; by default volens.yaml, or else the current folder"`
	Format string   `help:"格式：html、markdown、pdf、json；默认 html，android-privacy 与 ios-privacy 默认为平台要的文件 | format; by default html, and for android-privacy and ios-privacy the file that the platform wants" enum:",html,markdown,pdf,json" default:""`
	Output string   `short:"o" help:"写到文件；文件有多份时写到文件夹 | write to a file, or to a folder where there are several" placeholder:"FILE|DIR"`
	Force  bool     `help:"覆盖已有的文件 | overwrite files that are there"`
	Date   string   `help:"文件上写的生效日期，如 2026-12-01 | date of effect to show, such as 2026-12-01" placeholder:"DATE"`
	Font   []string `help:"PDF 用的 TrueType 字体文件，可写多个，按次序取字 | TrueType fonts for PDF, several in the order of preference" placeholder:"FILE"`
	which  `embed:""`
}

// Run writes the documents. What a document asks people for goes to standard
// error: it is no fault, so the exit code is 0.
func (c *noticeWriteCommand) Run(p *process) error {
	if _, err := workday.ParseDay(c.Date); c.Date != "" && err != nil {
		return usage{errors.New(lang.Text{ZH: "--date 要写成真有的日期，如 2026-12-01", EN: "--date takes a day that there is, such as 2026-12-01"}.Both()), ""}
	}
	kinds, ls, err := c.chosen()
	if err != nil {
		return err
	}
	path := (&lintCommand{Paths: nonEmpty(c.Path)}).paths()[0]
	s, err := c.read(p, path)
	if err != nil {
		return err
	}
	var files []file
	for _, k := range kinds {
		doc, err := notice.Build(s.declaration, k, notice.Options{Effective: c.Date, Service: c.Service})
		if err != nil {
			return usage{err, ""}
		}
		f, err := c.render(p, doc, ls)
		if err != nil {
			return err
		}
		files = append(files, f)
	}
	return handOver(p, files, c.Output, c.Force, path)
}

// chosen reads which documents and languages are asked for.
func (w which) chosen() ([]notice.Kind, render.Languages, error) {
	ls, err := render.ParseLanguages(w.Lang)
	if err != nil {
		return nil, nil, usage{err, ""}
	}
	kinds := notice.Kinds()
	for _, id := range w.Document {
		if id != "all" && !slices.Contains(kinds, notice.Kind(id)) {
			says := lang.Text{ZH: "没有这种文件：" + id, EN: "there is no such document: " + id}
			return nil, nil, usage{errors.New(says.Both()), "--document " + documentIDs()}
		}
	}
	return slices.DeleteFunc(kinds, func(k notice.Kind) bool {
		return !slices.Contains(w.Document, "all") && !slices.Contains(w.Document, string(k))
	}), ls, nil
}

// documentIDs are the ids of all documents with commas between them.
func documentIDs() string {
	var ids []string
	for _, k := range notice.Kinds() {
		ids = append(ids, string(k))
	}
	return strings.Join(ids, ",")
}

// read parses the declaration, or says why it cannot be read.
func (w which) read(p *process, path string) (source, error) {
	s, err := read(path)
	if err != nil {
		return s, refuse(p, "text", problems(path, err), lang.Parse(w.Lang))
	}
	return s, nil
}

// A file is one rendered document.
type file struct {
	name string
	text []byte
	pdf  bool
}

// render writes one document in its format.
func (c *noticeWriteCommand) render(p *process, doc notice.Document, ls render.Languages) (file, error) {
	for _, t := range doc.Open() {
		p.complain(fmt.Sprintf("%s: %s", doc.Kind, t.Both()))
	}
	var b bytes.Buffer
	name := string(doc.Kind)
	switch c.Format {
	case "":
		if platform := doc.Kind == notice.AndroidPrivacy || doc.Kind == notice.IOSPrivacy; platform && doc.File != nil {
			return file{name: doc.File.Name, text: []byte(doc.File.Text)}, nil
		}
		return file{name: name + ".html", text: nil}.filled(&b, render.HTML(&b, doc, ls))
	case "markdown":
		return file{name: name + ".md"}.filled(&b, render.Markdown(&b, doc, ls))
	case "json":
		return file{name: name + ".json"}.filled(&b, render.JSON(&b, doc))
	case "pdf":
		fonts, err := readFonts(c.Font)
		if err != nil {
			return file{}, err
		}
		missing, err := render.PDF(&b, doc, ls, fonts...)
		if len(missing) > 0 {
			says := lang.Text{ZH: "字体里没有这些字：" + string(missing), EN: "the fonts lack these characters: " + string(missing)}
			p.complain(fmt.Sprintf("%s: %s", doc.Kind, says.Both()))
		}
		return file{name: name + ".pdf", pdf: true}.filled(&b, err)
	}
	return file{name: name + ".html"}.filled(&b, render.HTML(&b, doc, ls))
}

func (f file) filled(b *bytes.Buffer, err error) (file, error) {
	f.text = b.Bytes()
	return f, err
}

// handOver writes one text to standard output or a file, and several files into a
// folder. It writes nothing where a file is there already, unless forced, and never
// over a declaration that was read.
func handOver(p *process, files []file, output string, force bool, read ...string) error {
	switch info, err := os.Stat(output); {
	case output == "" && len(files) > 1:
		return usage{errors.New(lang.Text{ZH: "有多份文件，请用 -o 写到文件夹", EN: "there are several documents: use -o with a folder"}.Both()), "-o notices"}
	case output == "" && files[0].pdf:
		return usage{errors.New(lang.Text{ZH: "PDF 不写到标准输出，请用 -o 写到文件", EN: "a PDF is not written to standard output: use -o with a file"}.Both()), "-o " + files[0].name}
	case output == "":
		_, err := p.out.Write(files[0].text)
		return err
	case len(files) == 1 && !strings.HasSuffix(output, "/") && (err != nil || !info.IsDir()):
		if err := free(output, force, read); err != nil {
			return err
		}
		return write(output, files[0].text)
	}
	for _, f := range files {
		if err := free(filepath.Join(output, f.name), force, read); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(output, 0o755); err != nil {
		return fmt.Errorf("making the folder: %w", err)
	}
	for _, f := range files {
		if err := write(filepath.Join(output, f.name), f.text); err != nil {
			return err
		}
	}
	return nil
}

// free reports why nothing may be written to name.
func free(name string, force bool, read []string) error {
	if err := notRead(name, read); err != nil {
		return err
	}
	if _, err := os.Lstat(name); err == nil && !force {
		says := lang.Text{ZH: name + " 已经存在，没有改动它", EN: name + " is there already and was left alone"}
		return usage{errors.New(says.Both()), "--force"}
	}
	return nil
}

func write(name string, text []byte) error {
	if err := os.WriteFile(name, text, 0o644); err != nil {
		return fmt.Errorf("writing a document: %w", err)
	}
	return nil
}

type noticeDiffCommand struct {
	Old    string `arg:"" help:"旧声明：文件或文件夹 | the old declaration: a file or a folder"`
	New    string `arg:"" help:"新声明 | the new declaration"`
	Format string `help:"格式 | format" enum:"text,markdown,html,json" default:"text"`
	Output string `short:"o" help:"写到文件 | write to a file" placeholder:"FILE"`
	Force  bool   `help:"覆盖已有的文件 | overwrite a file that is there"`
	which  `embed:""`
}

// Run says how the documents differ. That they do is not a fault, so the exit
// code is 0.
func (c *noticeDiffCommand) Run(p *process) error {
	kinds, ls, err := c.chosen()
	if err != nil {
		return err
	}
	var both []*declaration.Declaration
	for _, path := range []string{c.Old, c.New} {
		s, err := c.read(p, path)
		if err != nil {
			return err
		}
		both = append(both, s.declaration)
	}
	var all []notice.Comparison
	for _, k := range kinds {
		d, err := notice.Diff(both[0], both[1], k, notice.Options{Service: c.Service})
		if err != nil {
			return usage{err, ""}
		}
		all = append(all, d)
	}
	var b bytes.Buffer
	if err := c.render(&b, all, ls); err != nil {
		return err
	}
	return handOver(p, []file{{name: "diff", text: b.Bytes()}}, c.Output, c.Force, c.Old, c.New)
}

func (c *noticeDiffCommand) render(b *bytes.Buffer, all []notice.Comparison, ls render.Languages) error {
	if c.Format == "json" {
		return render.DiffJSON(b, all)
	}
	if c.Format == "html" && len(all) > 1 {
		return usage{errors.New(lang.Text{ZH: "HTML 一次只比一份文件", EN: "HTML compares one document at a time"}.Both()), "--document rules"}
	}
	for _, one := range all {
		var err error
		switch c.Format {
		case "markdown":
			err = render.Markdown(b, one.Document(), ls)
		case "html":
			err = render.HTML(b, one.Document(), ls)
		default:
			err = render.DiffText(b, one, ls)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
