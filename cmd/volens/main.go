// Command volens checks a declaration of what services do with personal
// information against the law, and runs what follows from it.
//
// Results go to standard output. Everything else goes to standard error as
// "volens: …", and what could be done about it as "volens: hint: …". The exit
// code is 0 where all is well, 1 where there are findings, 2 where the command
// or its input cannot be understood, and 3 where volens itself failed.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
)

// commands is the command line: one field and one file per command.
type commands struct {
	Init      initCommand      `cmd:"" help:"从现有的表结构、接口、权限、依赖起草声明 | draft a declaration from schemas, APIs, permissions and dependencies"`
	Lint      lintCommand      `cmd:"" help:"对照法律检查声明 | check a declaration against the law"`
	Ignore    ignoreCommand    `cmd:"" help:"暂不处理某处问题，写明理由和期限 | put a finding aside, with a reason and a last day"`
	Baseline  baselineCommand  `cmd:"" help:"基线：已有的问题只计数，新的才算不通过 | a baseline: what is there is counted, only what is new fails"`
	Explain   explainCommand   `cmd:"" help:"解释一条规则：条文、理由、正反例、改法 | explain a rule: articles, reason, examples, fix"`
	Duties    dutiesCommand    `cmd:"" help:"到何时该做什么：期限、定期义务、一触即发的时限；可导出日历 | what is due when: deadlines, recurring duties, clocks; also as a calendar file"`
	Diff      diffCommand      `cmd:"" help:"两版声明之间，哪些同意须重新征求 | which consents a new version makes it necessary to ask again"`
	Notice    noticeCommand    `cmd:"" help:"写出法律要的文件：处理规则、清单、记录、评估草稿等；选项见 notice write --help | write the documents that the law asks for; options: notice write --help"`
	Erase     eraseCommand     `cmd:"" help:"删除：计划、试算、最小权限、恢复后再删 | erasing: the plan, a dry run, least privileges, again after a restore"`
	Evidence  evidenceCommand  `cmd:"" help:"证据 | evidence"`
	Connector connectorCommand `cmd:"" help:"接入端点 | endpoints that stores are reached through"`
	Serve     serveCommand     `cmd:"" help:"运行：询问、回答、决定、记录 | run: ask, answer, decide, record"`
	Verify    verifyCommand    `cmd:"" help:"离线核对记录有没有被改动 | check offline that the record was not changed"`
	Version   versionCommand   `cmd:"" help:"版本 | print the version"`
}

const about = `把中国的个人信息规则变成可以运行的软件。同意须出于自愿。
China's personal information rules as running software. Consent is given, never forced.`

// A process is what a command knows of the world outside it.
type process struct {
	out, err io.Writer
	getenv   func(string) string
}

func main() {
	os.Exit(run(os.Args[1:], &process{out: os.Stdout, err: os.Stderr, getenv: os.Getenv}))
}

// The exit codes; see the package comment.
const (
	exitFindings = 1
	exitUsage    = 2
	exitFailure  = 3
)

// exit is an error that only sets the exit code; what there is to say has been
// said. The parser also throws it, after printing help.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// usage is an error in what the user gave us.
type usage struct {
	err  error
	hint string
}

func (u usage) Error() string { return u.err.Error() }
func (u usage) Unwrap() error { return u.err }

// run runs one command line and returns the exit code. It never panics.
func run(args []string, p *process) (code int) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case exit:
			code = int(r)
		default:
			first, _, _ := strings.Cut(fmt.Sprint(r), "\n")
			p.complain("internal error: " + first)
			code = exitFailure
		}
	}()
	return p.report(p.execute(args))
}

func (p *process) execute(args []string) error {
	parser, err := kong.New(&commands{},
		kong.Name("volens"),
		kong.Description(about),
		kong.Writers(p.out, p.err),
		kong.Exit(func(code int) { panic(exit(code)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
	)
	if err != nil {
		return err
	}
	ctx, err := parser.Parse(args)
	if err != nil {
		return usage{err, "volens --help"}
	}
	return ctx.Run(p)
}

// report tells the user about err and returns the exit code that stands for it.
func (p *process) report(err error) int {
	if err == nil {
		return 0
	}
	if e, ok := errors.AsType[exit](err); ok {
		return int(e)
	}
	if f, ok := errors.AsType[*fault.Error](err); ok && f.Kind != fault.Internal {
		p.complain(f.Public.Both())
		if !f.Fix.IsZero() {
			p.complain("hint: " + f.Fix.Both())
		}
		if f.Kind == fault.Invalid || f.Kind == fault.NotFound || f.Kind == fault.Conflict {
			return exitUsage
		}
		return exitFailure
	}
	p.complain(err.Error())
	if u, ok := errors.AsType[usage](err); ok {
		if u.hint != "" {
			p.complain("hint: " + u.hint)
		}
		return exitUsage
	}
	return exitFailure
}

// complain writes one message to standard error.
func (p *process) complain(message string) {
	_, _ = fmt.Fprintln(p.err, "volens: "+message) // there is nowhere else to complain
}

// speech is the flag of commands that speak to people.
type speech struct {
	Lang string `help:"语言，默认中文，除非环境是英文 | language; Chinese by default unless the environment is English" enum:",zh,en" default:"" placeholder:"zh|en"`
}

// language returns the language asked for, else that of the environment, else
// Chinese.
func (s speech) language(p *process) lang.Lang {
	for _, tag := range []string{s.Lang, p.getenv("LC_ALL"), p.getenv("LANG")} {
		if tag != "" {
			return lang.Parse(strings.ReplaceAll(tag, "_", "-"))
		}
	}
	return lang.ZH
}
