package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/store"
)

type verifyCommand struct {
	where      `embed:""`
	Checkpoint string `help:"另存在别处的检查点 | a checkpoint that was kept elsewhere" type:"path" placeholder:"FILE"`
	speech     `embed:""`
}

// Run recomputes the record from its leaves and reports what does not fit.
func (c *verifyCommand) Run(p *process) error {
	if err := c.resolve(p); err != nil {
		return err
	}
	var kept []byte
	if c.Checkpoint != "" {
		var err error
		if kept, err = os.ReadFile(c.Checkpoint); err != nil {
			return usage{err, ""}
		}
	}
	ctx, l := context.Background(), c.language(p)
	ring, err := keys.Load(c.Keys)
	if err != nil {
		return usage{err, ""}
	}
	s, err := store.Open(ctx, store.Options{Data: c.Data, URL: c.Database, Keys: ring, ReadOnly: true})
	if err != nil {
		return usage{err, ""}
	}
	defer func() { _ = s.Close() }()
	report, err := s.Verify(ctx, kept)
	if err != nil {
		return err
	}
	personal, err := s.Audit(ctx)
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, f := range append(report.Findings, personal...) {
		b.WriteString(f.Where + ": " + f.What.In(l) + "\n")
	}
	if report.More > 0 {
		b.WriteString(lang.Text{ZH: fmt.Sprintf("另有 %d 处\n", report.More), EN: fmt.Sprintf("and %d more\n", report.More)}.In(l))
	}
	b.WriteString(report.Shows().In(l) + "\n")
	if n := len(personal); n > 0 {
		b.WriteString(lang.Text{ZH: fmt.Sprintf("个人部分有 %d 处与记录不符。\n", n), EN: fmt.Sprintf("The personal half does not match the record; findings: %d.\n", n)}.In(l))
	}
	if _, err := p.out.Write([]byte(b.String())); err != nil {
		return err
	}
	if !report.OK() || len(personal) > 0 {
		return exit(exitFindings)
	}
	return nil
}
