package archive

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// A bundle writes files into a ZIP and remembers what it wrote.
type bundle struct {
	zip   *zip.Writer
	at    time.Time
	files []file
}

// A file is one line of the manifest.
type file struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"` // bytes
	SHA256 string `json:"sha256"`
}

// counter counts what passes.
type counter struct{ n int64 }

// Write counts.
func (c *counter) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return len(p), nil
}

func (b *bundle) add(name string, write func(io.Writer) error) error {
	to, err := b.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: b.at})
	if err != nil {
		return err
	}
	sum, size := sha256.New(), &counter{}
	if err := write(io.MultiWriter(to, sum, size)); err != nil {
		return err
	}
	b.files = append(b.files, file{Name: name, Size: size.n, SHA256: hex.EncodeToString(sum.Sum(nil))})
	return nil
}

func (b *bundle) tables(laid []laidOut) error {
	for _, l := range laid {
		if err := b.add(l.table, func(w io.Writer) error { return writeTable(w, l) }); err != nil {
			return err
		}
	}
	return nil
}

func (b *bundle) objects(laid []laidOut) error {
	for _, l := range laid {
		for i, r := range l.Records {
			if l.files[i] == "" {
				continue
			}
			err := b.add(l.files[i], func(w io.Writer) error {
				_, err := io.WriteString(w, r[content])
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// manifest lists what was written so far.
func (b *bundle) manifest(c Copy) func(io.Writer) error {
	return func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(struct {
			Format  string    `json:"format"`
			Request string    `json:"request"`
			At      time.Time `json:"at"`
			Files   []file    `json:"files"`
		}{Format, c.Request, b.at, b.files})
	}
}

// sums writes what sha256sum -c reads: of all files but itself.
func (b *bundle) sums(w io.Writer) error {
	for _, f := range b.files {
		if _, err := fmt.Fprintf(w, "%s  %s\n", f.SHA256, f.Name); err != nil {
			return err
		}
	}
	return nil
}
