package main

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/volens/volens/connect/endpoint"
	"github.com/volens/volens/lang"
)

type connectorCommand struct {
	Check connectorCheckCommand `cmd:"" help:"检查自己写的接入端点是否合乎约定；会删除测试用户的数据 | check that an endpoint of your own keeps to the protocol; erases the data of the test user"`
}

type connectorCheckCommand struct {
	AddressEnv string         `name:"address-env" help:"哪个环境变量里有端点地址（含密钥） | the environment variable that holds the address, with its secret" required:"" placeholder:"NAME"`
	Holding    string         `help:"一处 | a holding" required:""`
	Column     string         `help:"以哪一列查找；键或路径则不写 | the column that finds rows; none for keys and paths"`
	By         string         `help:"以哪种标识，默认 person | the identifier, by default person"`
	Person     string         `help:"测试用户，其数据会被删除；不可是真人 | a test user whose data is erased; nobody real" required:""`
	Other      string         `help:"另一个测试用户，其数据不得有变 | another test user, whose data must not change" required:""`
	Allow      []netip.Prefix `help:"端点可在哪些内网网段 | private networks in which the endpoint may be" placeholder:"CIDR"`
	speech     `embed:""`
}

// checking bounds a run of the kit.
const checking = 5 * time.Minute

// Run prints what the endpoint keeps to and what not.
func (c *connectorCheckCommand) Run(p *process) error {
	address := p.getenv(c.AddressEnv)
	if address == "" {
		return usage{errors.New("环境变量里没有地址 / there is no address in the environment variable"), "export " + c.AddressEnv + "=…"}
	}
	ctx, cancel := context.WithTimeout(context.Background(), checking)
	defer cancel()
	sample := endpoint.Sample{Holding: c.Holding, Column: c.Column, By: c.By, Person: c.Person, Other: c.Other}
	results, err := endpoint.Check(ctx, address, sample, endpoint.Options{Allow: c.Allow, Now: time.Now})
	if err != nil {
		return err
	}
	l, failed := c.language(p), 0
	for _, r := range results {
		mark := lang.Text{ZH: "通过", EN: "pass"}
		if !r.Passed {
			mark = lang.Text{ZH: "不符", EN: "fail"}
			failed++
		}
		line := mark.In(l) + "  " + r.ID + "  " + r.Rule.In(l)
		if r.Got != "" {
			line += "\n      " + r.Got
		}
		if _, err := fmt.Fprintln(p.out, line); err != nil {
			return err
		}
	}
	if failed > 0 {
		return exit(exitFindings)
	}
	return nil
}
