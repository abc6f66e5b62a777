package render_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/notice"
	"github.com/volens/volens/notice/render"
)

var update = flag.Bool("update", false, "write the golden files anew")

var bilingual = render.Languages{lang.ZH, lang.EN}

func parse(t *testing.T, text string) *declaration.Declaration {
	t.Helper()
	d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "volens.yaml", Text: text}}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// full is the declaration that states everything.
func full(t *testing.T) *declaration.Declaration {
	t.Helper()
	text, err := os.ReadFile("../testdata/full.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, string(text))
}

func build(t *testing.T, d *declaration.Declaration, k notice.Kind) notice.Document {
	t.Helper()
	doc, err := notice.Build(d, k, notice.Options{Effective: "2026-12-01"})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// written is what a renderer writes.
func written(t *testing.T, write func(*bytes.Buffer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func html(t *testing.T, doc notice.Document, ls render.Languages) string {
	t.Helper()
	return written(t, func(b *bytes.Buffer) error { return render.HTML(b, doc, ls) })
}

func markdown(t *testing.T, doc notice.Document, ls render.Languages) string {
	t.Helper()
	return written(t, func(b *bytes.Buffer) error { return render.Markdown(b, doc, ls) })
}

// TestDocuments renders every document in every text format. The files are what a
// lawyer reads.
func TestDocuments(t *testing.T) {
	d := full(t)
	for _, k := range notice.Kinds() {
		doc := build(t, d, k)
		golden(t, string(k)+".html", html(t, doc, bilingual))
		golden(t, string(k)+".md", markdown(t, doc, bilingual))
		golden(t, string(k)+".json", written(t, func(b *bytes.Buffer) error { return render.JSON(b, doc) }))
		if doc.File != nil {
			golden(t, doc.File.Name, doc.File.Text)
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs; -update writes it anew (-want +got):\n%s", file, diff)
	}
}
