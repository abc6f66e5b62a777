package web

import (
	"net/http"
	"regexp"
	"strings"

	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/report"
	"github.com/volens/volens/internal/httpx"
)

// certificatePage is the certificate of an erasure, line by line. There is nobody in it:
// whoever was forgotten has no link any more, and the number is all they need.
type certificatePage struct {
	Title string
	Parts []certificatePart
}

// certificatePart is a heading, or none, with what stands under it.
type certificatePart struct {
	Heading string
	Lines   []string
	Items   []string
}

var caseID = regexp.MustCompile(`^[a-z0-9-]{1,64}$`)

// certificate shows the certificate with this number, to anybody who has the number: it
// cannot be guessed, and only the last message and the person's own page tell it.
func (p *pages) certificate(w http.ResponseWriter, r *http.Request) error {
	if err := p.looking.Take(p.now()); err != nil {
		return err
	}
	id := r.PathValue("id")
	if !caseID.MatchString(id) {
		return errNotFound
	}
	c, err := p.certificates.Certificate(r.Context(), erase.CaseID(id))
	if err != nil {
		return err
	}
	page := certificateOf(report.Certificate(c, httpx.Lang(r)))
	w.Header().Set("X-Robots-Tag", "noindex")
	p.show(w, r, http.StatusOK, "certificate", page.Title, page)
	return nil
}

// certificateOf parts the text of a certificate: what stands before a list is its
// heading.
func certificateOf(text string) (page certificatePage) {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	page.Title = lines[0]
	for i, line := range lines[1:] {
		item, is := strings.CutPrefix(line, "- ")
		begins := !is && i+2 < len(lines) && strings.HasPrefix(lines[i+2], "- ")
		if begins || len(page.Parts) == 0 || !is && len(page.Parts[len(page.Parts)-1].Items) > 0 {
			page.Parts = append(page.Parts, certificatePart{})
		}
		last := &page.Parts[len(page.Parts)-1]
		switch {
		case is:
			last.Items = append(last.Items, item)
		case begins:
			last.Heading = line
		case line != "":
			last.Lines = append(last.Lines, line)
		}
	}
	return page
}
