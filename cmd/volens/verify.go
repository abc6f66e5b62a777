package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/store"
)

type verifyCommand struct {
	where      `embed:""`
	Checkpoint string `help:"另存在别处的检查点 | a checkpoint that was kept elsewhere" type:"path" placeholder:"FILE"`
	Receipt    string `help:"只核对一份回执，不需要数据库 | check a receipt only; no database is needed" type:"path" placeholder:"FILE"`
	LogKey     string `help:"核对回执所用的记录公钥（keys 目录中的 log.pub） | public key of the record for a receipt (log.pub among the keys)" type:"path" placeholder:"FILE"`
	speech     `embed:""`
}

// Run recomputes the record from its leaves and reports what does not fit, or
// checks one receipt.
func (c *verifyCommand) Run(p *process) error {
	if c.Receipt != "" {
		return c.receipt(p)
	}
	if err := c.resolve(p); err != nil {
		return err
	}
	ring, err := keys.Load(c.Keys)
	if err != nil {
		return usage{err, ""}
	}
	kept, err := c.kept(ring.Verifier)
	if err != nil {
		return err
	}
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{Data: c.Data, URL: c.Database, Keys: ring, ReadOnly: true})
	if err != nil {
		return usage{err, ""}
	}
	defer func() { _ = s.Close() }()
	report, err := s.Verify(ctx, kept)
	if err != nil {
		return c.unreadable(p, err)
	}
	personal, err := s.Audit(ctx)
	if err != nil {
		return err
	}
	return c.tell(p, report, personal)
}

// unreadable tells of rows that cannot even be read: a finding like any other.
func (c *verifyCommand) unreadable(p *process, err error) error {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || f.Rule != store.RowUnreadable {
		return err
	}
	if _, err := fmt.Fprintln(p.out, f.Public.In(c.language(p))); err != nil {
		return err
	}
	return exit(exitFindings)
}

// kept reads the checkpoint that was kept elsewhere. Mail and editors change
// line ends; that is no reason to accuse the record.
func (c *verifyCommand) kept(v note.Verifier) ([]byte, error) {
	if c.Checkpoint == "" {
		return nil, nil
	}
	b, err := os.ReadFile(c.Checkpoint)
	if err != nil {
		return nil, usage{err, ""}
	}
	b = bytes.ReplaceAll(bytes.TrimPrefix(b, []byte("\ufeff")), []byte("\r\n"), []byte("\n"))
	b = append(bytes.TrimRight(b, "\n"), '\n')
	if _, err := ledger.OpenCheckpoint(b, v); err != nil {
		return nil, usage{errors.New(c.Checkpoint + ": 这个文件不是本记录签名的检查点 / this file is not a checkpoint signed by this record"),
			"文件可能在传送中损坏，或属于别的记录 / it may have been damaged on its way, or belong to another record"}
	}
	return b, nil
}

func (c *verifyCommand) tell(p *process, report ledger.Report, personal []ledger.Finding) error {
	l := c.language(p)
	var b strings.Builder
	for _, f := range append(report.Findings, personal...) {
		b.WriteString(f.Where + ": " + f.What.In(l) + "\n")
	}
	if report.More > 0 {
		b.WriteString(lang.Text{ZH: fmt.Sprintf("另有 %d 处\n", report.More), EN: fmt.Sprintf("and %d more\n", report.More)}.In(l))
	}
	b.WriteString(report.Shows().In(l) + "\n")
	if n := len(personal); n > 0 {
		b.WriteString(lang.Text{ZH: fmt.Sprintf("记录之外的数据有 %d 处与记录不符。\n", n), EN: fmt.Sprintf("What is stored beside the record does not match it; findings: %d.\n", n)}.In(l))
	}
	if _, err := p.out.Write([]byte(b.String())); err != nil {
		return err
	}
	if !report.OK() || len(personal) > 0 {
		return exit(exitFindings)
	}
	return nil
}

// receipt checks a person's own copy with nothing but the public key of the
// record, which should come from somewhere else than the receipt.
func (c *verifyCommand) receipt(p *process) error {
	if c.LogKey == "" {
		return usage{errors.New("--receipt 须有 --log-key / --receipt needs --log-key"), "--log-key keys/log.pub"}
	}
	key, err := os.ReadFile(c.LogKey)
	if err != nil {
		return usage{err, ""}
	}
	v, err := note.NewVerifier(strings.TrimSpace(string(key)))
	if err != nil {
		return usage{errors.New(c.LogKey + ": 不是记录的公钥 / not the public key of a record"), ""}
	}
	b, err := os.ReadFile(c.Receipt)
	if err != nil {
		return usage{err, ""}
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	var answer struct{ Receipt json.RawMessage }
	if json.Unmarshal(b, &answer) == nil && answer.Receipt != nil {
		b = answer.Receipt // as the API hands it over
	}
	r, err := ledger.ParseReceipt(b)
	if err != nil {
		return usage{err, ""}
	}
	l := c.language(p)
	says, result := lang.Text{ZH: fmt.Sprintf("回执成立：第 %d 条，内容、本人与记录相符。", r.Index), EN: fmt.Sprintf("The receipt holds: leaf %d, and its content and person are those of the record.", r.Index)}, error(nil)
	if err := r.Verify(v); err != nil {
		says, result = lang.Text{ZH: "回执不成立。", EN: "The receipt does not hold."}, exit(exitFindings)
		if e := (*ledger.ReceiptError)(nil); errors.As(err, &e) {
			says = lang.Text{ZH: says.ZH + e.What.ZH, EN: says.EN + " " + e.What.EN}
		}
	}
	if _, err := fmt.Fprintln(p.out, says.In(l)); err != nil {
		return err
	}
	return result
}
