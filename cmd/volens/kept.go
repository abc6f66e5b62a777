package main

import (
	"context"
	"errors"
	"os"
	"strings"

	"github.com/volens/volens/erase"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/store"
)

type evidenceKeptCommand struct {
	Case  string `arg:"" help:"删除编号 | id of the erasure"`
	where `embed:""`
	Outer string `help:"一位保管人的私钥文件 | file with the private key of one custodian" required:"" type:"existingfile" placeholder:"FILE"`
	Inner string `help:"另一位保管人的私钥文件 | file with the private key of the other" required:"" type:"existingfile" placeholder:"FILE"`
}

// Run opens what an in-force ground keeps of an erased person: with the keys of both
// custodians, and not otherwise.
func (c *evidenceKeptCommand) Run(p *process) error {
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
	kept, err := s.Kept(ctx, erase.CaseID(c.Case))
	if err != nil {
		return err
	}
	if len(kept) == 0 {
		return fault.New(fault.NotFound, "这次删除没有留下什么，或期限已到、已经销毁", "nothing was kept of this erasure, or its time is over and it was destroyed")
	}
	outer, errOuter := identity(c.Outer)
	inner, errInner := identity(c.Inner)
	if err := errors.Join(errOuter, errInner); err != nil {
		return usage{err, ""}
	}
	for _, k := range kept {
		plain, err := keys.OpenKept(k.Sealed, outer, inner)
		if err != nil {
			return err
		}
		if _, err := p.out.Write(append(plain, '\n')); err != nil {
			return err
		}
	}
	return nil
}

// identity reads the private key in a file as age-keygen writes it.
func identity(path string) (string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "AGE-SECRET-KEY-") {
			return line, nil
		}
	}
	return "", errors.New("文件里没有 age 私钥 / there is no age private key in the file")
}
