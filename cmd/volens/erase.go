package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/volens/volens/connect"
	"github.com/volens/volens/connect/database"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/erase/report"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/fulfil"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
)

type eraseCommand struct {
	Plan   erasePlanCommand   `cmd:"" help:"计划：人的信息在哪里、怎样找到、删什么、依法留什么、还缺什么 | the plan: where people are, how they are found, what is erased, what law keeps, what is missing"`
	Count  eraseCountCommand  `cmd:"" help:"试算一个人：各处有多少行；什么也不改。本人编号从标准输入读 | a dry run for one person: how many rows where; changes nothing. The id is read from standard input"`
	Grants eraseGrantsCommand `cmd:"" help:"打印各存储所需的最小权限语句 | print the least privileges that each store needs"`
	Period erasePeriodCommand `cmd:"" help:"按期限清理：数量很多时服务会停下等人看，看过后用它办理 | erase what reached its period: where there is a lot the server waits for people, who look and then use this"`
	Again  eraseAgainCommand  `cmd:"" help:"从备份恢复存储之后、开放之前：把已删除的人再删一遍 | after a store was restored and before it serves: erase again whoever had been erased"`
}

// A planned is a declaration with the stores that it names.
type planned struct {
	Path       string         `arg:"" optional:"" help:"声明文件或文件夹，默认 volens.yaml，没有则当前文件夹 | a file or a folder; by default volens.yaml, or else the current folder"`
	AllowStore []netip.Prefix `name:"allow-store" help:"以 webhook 接入的存储可以在哪些内网网段，如 10.0.0.0/8 | private networks in which stores behind a webhook may be, such as 10.0.0.0/8" placeholder:"CIDR"`
	speech     `embed:""`
}

func (c planned) read(p *process) (*declaration.Declaration, error) {
	path := (&lintCommand{Paths: nonEmpty(c.Path)}).paths()[0]
	s, err := read(path)
	if err != nil {
		return nil, refuse(p, "", problems(path, err), c.language(p))
	}
	return s.declaration, nil
}

func (c planned) stores(p *process) connect.Stores { return storesOf(p, c.AllowStore) }

// storesOf opens stores by addresses from the environment.
func storesOf(p *process, allow []netip.Prefix) connect.Stores {
	return connect.Stores{Getenv: p.getenv, Allow: allow, Now: time.Now}
}

// surveying bounds the look at all stores.
const surveying = 5 * time.Minute

type erasePlanCommand struct {
	planned `embed:""`
	Offline bool   `help:"只看声明，不连接任何存储 | from the declaration alone; connects to nothing"`
	Format  string `help:"输出：text 或 json | format" enum:"text,json" default:"text"`
}

// Run prints the plan. The exit code is 1 where something would be left behind.
func (c *erasePlanCommand) Run(p *process) error {
	d, err := c.read(p)
	if err != nil {
		return err
	}
	surveys := map[string]plan.Survey{}
	if !c.Offline {
		ctx, cancel := context.WithTimeout(context.Background(), surveying)
		defer cancel()
		surveys = survey(ctx, p, d, c.stores(p))
	}
	compiled := plan.Compile(d, surveys, plan.Scope{})
	text := report.Plan(compiled, c.language(p))
	if c.Format == "json" {
		b, err := report.PlanJSON(compiled)
		if err != nil {
			return err
		}
		text = string(b)
	}
	_, err = fmt.Fprint(p.out, text)
	if err == nil && compiled.Incomplete() {
		return exit(exitFindings)
	}
	return err
}

// survey looks into every store that can be reached, and says which cannot.
func survey(ctx context.Context, p *process, d *declaration.Declaration, stores plan.Stores) map[string]plan.Survey {
	found := map[string]plan.Survey{}
	for _, s := range d.Stores {
		if s.URL.IsZero() || !s.Off.IsZero() {
			continue // the plan says so
		}
		one, err := surveyOf(ctx, s, stores)
		if err != nil {
			p.complain(s.ID + ": " + said(err).Both())
			continue
		}
		found[s.ID] = one
	}
	return found
}

func surveyOf(ctx context.Context, s *declaration.Store, stores plan.Stores) (plan.Survey, error) {
	c, err := stores.Open(ctx, s)
	if err != nil {
		return plan.Survey{}, err
	}
	defer func() { _ = c.Close() }() // nothing was written
	return c.Survey(ctx)
}

// said is what an error says to people, without what is for the log.
func said(err error) lang.Text {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f.Public
	}
	return lang.Text{ZH: "内部错误", EN: "internal error"}
}

type eraseCountCommand struct {
	planned `embed:""`
}

// Run counts what is held about one person. The id comes by standard input: a
// command line is seen by everybody on the machine. The exit code is 1 where some of it
// could not be counted that is not for people to count.
func (c *eraseCountCommand) Run(p *process) error {
	d, err := c.read(p)
	if err != nil {
		return err
	}
	who, err := readSubject(os.Stdin)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), surveying)
	defer cancel()
	held, err := fulfil.Count(ctx, d, c.stores(p), who)
	if err != nil {
		return err
	}
	l, unknown := c.language(p), false
	for _, h := range held {
		n := strconv.FormatInt(h.Rows, 10)
		if h.Unknown != "" {
			unknown = unknown || h.Unknown != erase.ReasonManual
			n = report.Reason(h.Unknown).In(l)
		}
		if _, err := fmt.Fprintf(p.out, "%s\t%s\t%s\n", h.Store, h.Where, n); err != nil {
			return err
		}
	}
	if unknown {
		return exit(exitFindings)
	}
	return nil
}

type eraseGrantsCommand struct {
	planned  `embed:""`
	Erasing  string `help:"删除所用账号的名称 | name of the account that erases" default:"volens_erase"`
	Database string `help:"库名 | name of the database" default:"shop"`
	Schema   string `help:"PostgreSQL 的模式 | schema, of PostgreSQL" default:"public"`
	Looking  string `help:"核查所用账号的名称 | name of the account that looks" default:"volens_look"`
}

// Run prints the statements that give the least privileges.
func (c *eraseGrantsCommand) Run(p *process) error {
	d, err := c.read(p)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), surveying)
	defer cancel()
	// What foreign keys lead to is known only where the store was looked into.
	compiled := plan.Compile(d, survey(ctx, p, d, c.stores(p)), plan.Scope{})
	some := false
	for _, s := range compiled.Stores {
		lines := database.Grants(s.Store.Engine, s, database.Accounts{Database: c.Database, Schema: c.Schema, Erase: c.Erasing, Look: c.Looking})
		if len(lines) == 0 || s.Manual { // people have no account
			continue
		}
		some = true
		if _, err := fmt.Fprintf(p.out, "-- %s (%s)\n%s;\n\n", s.Store.ID, s.Store.Engine, strings.Join(lines, ";\n")); err != nil {
			return err
		}
	}
	if !some {
		p.complain("声明中没有要授权的数据库 / the declaration has no database that takes grants")
	}
	return nil
}

type eraseAgainCommand struct {
	where      `embed:""`
	Store      string         `help:"哪个存储，默认全部 | which store; by default all"`
	AllowStore []netip.Prefix `name:"allow-store" help:"以 webhook 接入的存储可以在哪些内网网段 | private networks in which stores behind a webhook may be" placeholder:"CIDR"`
}

// Run erases again whoever has a tombstone.
func (c *eraseAgainCommand) Run(p *process) error {
	if err := c.resolve(p); err != nil {
		return err
	}
	ctx := context.Background()
	in, err := reopen(ctx, c.where, settings{conduct: conduct{getenv: p.getenv, allow: c.AllowStore}}, slog.New(slog.NewJSONHandler(p.err, nil)))
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	n, err := in.carry.runner.Again(ctx, c.Store, time.Now())
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.out, lang.Text{
		ZH: fmt.Sprintf("又被备份带回来的人：%d；已再次删除", n),
		EN: fmt.Sprintf("people whom the backup had brought back: %d; erased again", n),
	}.Both())
	return err
}

type erasePeriodCommand struct {
	where      `embed:""`
	AllowStore []netip.Prefix `name:"allow-store" help:"以 webhook 接入的存储可以在哪些内网网段 | private networks in which stores behind a webhook may be" placeholder:"CIDR"`
	Go         bool           `help:"真的删除；不写则只数 | really erase; without it only counts"`
	speech     `embed:""`
}

// Run counts, or erases, what reached its period under the active declaration.
func (c *erasePeriodCommand) Run(p *process) error {
	if err := c.resolve(p); err != nil {
		return err
	}
	set := settings{conduct: conduct{getenv: p.getenv, allow: c.AllowStore, unlimited: true}}
	if !c.Go {
		set.conduct.announced = 100 * 365 * 24 * time.Hour
	}
	ctx := context.Background()
	in, err := reopen(ctx, c.where, set, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	var did []erase.Evidence
	alone, err := in.store.Alone(ctx, func(ctx context.Context) (err error) {
		did, err = in.carry.runner.Sweep(ctx, time.Now())
		return err
	})
	switch {
	case err != nil:
		return err
	case !alone:
		p.complain("另一个节点正在清理，稍后再试 / another node is sweeping: try again later")
		return exit(exitFailure)
	}
	l := c.language(p)
	for _, e := range did {
		for _, s := range e.Steps {
			if _, err := fmt.Fprintf(p.out, "%s\t%s\t%d\t%d\t%s\n", e.Store, s.Holding, s.Counted, s.Rows, why(e, l)); err != nil {
				return err
			}
		}
	}
	return nil
}

// why says the reason of evidence, if it has one.
func why(e erase.Evidence, l lang.Lang) string {
	if e.Reason == "" {
		return ""
	}
	return report.Reason(e.Reason).In(l)
}

// readSubject reads a person's id from one line.
func readSubject(r io.Reader) (ledger.Subject, error) {
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return ledger.Subject{}, err
	}
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return ledger.Subject{}, usage{errors.New("标准输入里没有本人编号 / no id on standard input"), "volens erase count < id.txt"}
	}
	return ledger.NewSubject(line)
}
