// Package archive writes the copy that a person is given: one file that opens
// without Volens, as readable pages, JSON and CSV, by function and purpose, with a
// manifest and checksums.
//
// What stands in the data is other people's text: it is escaped on the page, made
// harmless for spreadsheets, and no name in it ever becomes a path.
package archive

import (
	"archive/zip"
	"fmt"
	"io"
	"strings"
	"time"

	"filippo.io/age"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
)

// Format names the form of an archive, for programs that read one. A later form
// gets another number.
const Format = "volens-copy/1"

// MaxContent is how many bytes of names and values an archive takes, before they
// are compressed (our choice, not law).
const MaxContent = 64 << 20

// A Section is what one holding of a store has about the person, or what Volens
// itself has.
type Section struct {
	Store   string // id, or "volens"
	Name    lang.Text
	Holding string
	Columns []Column
	Records []plan.Record
	Objects bool // records are objects: their column content becomes a file of its own
}

// A Column is a column of a section and what it means.
type Column struct {
	Name string
	Item lang.Text
	Uses []declaration.UseID // functions and purposes it serves
}

// A Purpose says in words what a use of the columns is.
type Purpose struct {
	Use      declaration.UseID `json:"use"`
	Service  lang.Text         `json:"service"`
	Function lang.Text         `json:"function"`
	Purpose  lang.Text         `json:"purpose"`
}

// A Copy is everything that an archive holds.
type Copy struct {
	Processor lang.Text
	Request   string
	At        time.Time
	Purposes  []Purpose // of all uses that columns name, in the order in which they are shown
	Sections  []Section
	Missing   []lang.Text // what could not be read, and why; said on the first page
}

var (
	errRecipient = fault.New(fault.Invalid, "加密公钥应为一个 age 公钥（以 age1 开头）", "the key to encrypt to is one age public key, beginning with age1")
	errTooLarge  = fault.New(fault.TooLarge, "副本的内容超过 64 MiB", "the contents of the copy are over 64 MiB")
)

// CheckRecipient reports whether text is an age public key that Write encrypts to.
//
// Errors: fault.Invalid, which does not repeat the text.
func CheckRecipient(text string) error {
	_, err := recipientOf(text)
	return err
}

func recipientOf(text string) (age.Recipient, error) {
	if len(text) > 4096 || strings.ContainsAny(text, "\n#") {
		return nil, errRecipient
	}
	all, err := age.ParseRecipients(strings.NewReader(text))
	if err != nil || len(all) != 1 {
		return nil, errRecipient // the cause would quote the text
	}
	return all[0], nil
}

// Name returns the name of the file to hand over.
func (c Copy) Name(recipient string) string {
	name := "copy-" + plainName(c.Request) + ".zip"
	if recipient != "" {
		name += ".age"
	}
	return name
}

// Size returns how many bytes of names and values c has, as MaxContent counts.
func (c Copy) Size() int64 {
	n := int64(0)
	for _, s := range c.Sections {
		for _, r := range s.Records {
			n += SizeOf(r)
		}
	}
	return n
}

// SizeOf returns how many bytes of names and values a record has.
func SizeOf(r plan.Record) int64 {
	n := int64(0)
	for column, value := range r {
		n += int64(len(column) + len(value))
	}
	return n
}

// Write writes the archive as a ZIP file, file after file. With a recipient it is
// encrypted to that age public key. Without one the same copy always gives the same
// bytes.
//
// Errors: fault.Invalid where the recipient is no age public key, before anything
// is written; fault.TooLarge over MaxContent, likewise.
func Write(w io.Writer, c Copy, recipient string) error {
	if c.Size() > MaxContent {
		return errTooLarge
	}
	if recipient == "" {
		return writeZip(w, c)
	}
	r, err := recipientOf(recipient)
	if err != nil {
		return err
	}
	sealed, err := age.Encrypt(w, r)
	if err != nil {
		return fmt.Errorf("encrypting an archive: %w", err)
	}
	if err := writeZip(sealed, c); err != nil {
		return err
	}
	return sealed.Close()
}

func writeZip(w io.Writer, c Copy) error {
	b := &bundle{zip: zip.NewWriter(w), at: c.At.UTC().Truncate(time.Second)}
	laid := layOut(c)
	steps := []func() error{
		func() error { return b.add("index.html", func(w io.Writer) error { return writePage(w, c, laid) }) },
		func() error { return b.add("data.json", func(w io.Writer) error { return writeData(w, c, laid) }) },
		func() error { return b.tables(laid) },
		func() error { return b.objects(laid) },
		func() error { return b.add("manifest.json", b.manifest(c)) },
		func() error { return b.add("SHA256SUMS", b.sums) },
		b.zip.Close,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return fmt.Errorf("writing an archive: %w", err)
		}
	}
	return nil
}
