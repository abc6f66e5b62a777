package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/report"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/store"
)

type evidenceCommand struct {
	Request evidenceRequestCommand `cmd:"" help:"一个请求或一次删除的证据：做了什么、多少、何时、怎样核实、在记录何处；不含任何值 | evidence of a request or an erasure: what, how many, when, verified how, where in the record; without values"`
	Kept    evidenceKeptCommand    `cmd:"" help:"打开依法保存的内容，须两位保管人的私钥 | open what law keeps; takes the private keys of both custodians"`
}

type evidenceRequestCommand struct {
	ID     string `arg:"" help:"请求编号，或删除编号 | id of a request, or of an erasure"`
	where  `embed:""`
	Format string `help:"输出：text 或 json | format" enum:"text,json" default:"text"`
	speech `embed:""`
}

// Run prints the certificate of every erasure of a request. Each piece of evidence
// is held against its leaf first: what does not match is said, not shown.
func (c *evidenceRequestCommand) Run(p *process) error {
	if err := c.resolve(p); err != nil {
		return err
	}
	ring, err := keys.Load(c.Keys)
	if err != nil {
		return usage{err, ""}
	}
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{Data: c.Data, URL: c.Database, Keys: ring, ReadOnly: true})
	if err != nil {
		return usage{err, ""}
	}
	defer func() { _ = s.Close() }()
	cases, err := c.cases(ctx, s)
	if err != nil {
		return err
	}
	book := &erase.Runner{Book: s}
	for _, one := range cases {
		cert, err := book.Certificate(ctx, one)
		if err != nil {
			return err
		}
		if err := matches(ctx, s, cert); err != nil {
			return err
		}
		if err := c.print(p, cert); err != nil {
			return err
		}
	}
	return nil
}

// cases lists the erasures of a request, or the one with this id.
func (c *evidenceRequestCommand) cases(ctx context.Context, s *store.Store) ([]erase.CaseID, error) {
	all, err := s.CasesOf(ctx, c.ID, ledger.Lookup{})
	if err != nil {
		return nil, err
	}
	var ids []erase.CaseID
	for _, one := range all {
		ids = append(ids, one.ID)
	}
	if len(ids) > 0 {
		return ids, nil
	}
	one, err := s.Case(ctx, erase.CaseID(c.ID))
	if fault.KindOf(err) == fault.NotFound {
		return nil, fault.New(fault.NotFound, "没有以此编号的删除", "there is no erasure under this id").
			WithFix("写请求编号或删除编号；查阅、更正等请求没有删除", "give the id of a request or of an erasure; a copy or a correction has none")
	}
	return []erase.CaseID{one.ID}, err
}

// matches holds every piece of evidence against its leaf.
func matches(ctx context.Context, s *store.Store, cert erase.Certificate) error {
	for _, e := range cert.Evidence {
		b, err := s.Leaf(ctx, e.Index)
		if err != nil {
			return err
		}
		leaf, err := ledger.ParseLeaf(b)
		if err != nil || leaf.Evidence != ledger.Digest(e.Body) {
			return fmt.Errorf("记录第 %d 项与证据不符：证据被改动 / entry %d of the record does not match: the evidence was changed", e.Index, e.Index)
		}
	}
	return nil
}

func (c *evidenceRequestCommand) print(p *process, cert erase.Certificate) error {
	if c.Format == "json" {
		enc := json.NewEncoder(p.out)
		enc.SetIndent("", "  ")
		return enc.Encode(cert)
	}
	_, err := fmt.Fprint(p.out, report.Certificate(cert, c.language(p)))
	return err
}
