package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/volens/volens/authzen"
	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lint"
)

type serveCommand struct {
	Declaration string `help:"声明文件或文件夹 | declaration: a file or a folder" type:"path" placeholder:"FILE|DIR"`
	Activate    bool   `help:"即使已有生效的声明，也启用这一份 | activate this declaration even where another is active"`
	where       `embed:""`
	Listen      string         `help:"监听地址，端口 0 为任选 | address to listen on; port 0 takes any free one" default:"127.0.0.1:8090" placeholder:"ADDR"`
	PublicURL   string         `help:"个人浏览器所用的网址，默认为监听地址 | address that people's browsers use; by default the one listened on" placeholder:"URL"`
	Overlay     string         `help:"AuthZEN 静态策略文件（YAML） | static policies for AuthZEN questions, in YAML" type:"path" placeholder:"FILE"`
	AllowHooks  []netip.Prefix `name:"allow-hooks" help:"webhook 另可发往的内网网段，如 10.0.0.0/8 | private networks that webhooks may go to, such as 10.0.0.0/8" placeholder:"CIDR"`
	AskInterval time.Duration  `help:"未作答的主动询问至少隔多久再问，不短于行业惯例的 48 小时 | how long to wait before asking again on our own initiative; no shorter than the 48 hours of practice" placeholder:"48h"`
	AskLimit    int            `help:"主动询问多少次未作答后不再主动问，默认 3 | after how many such asks left unanswered there are no more, by default 3" placeholder:"N"`
	AskWindow   time.Duration  `help:"多长时间内对一个人至多主动询问一次，默认 24 小时 | within which a person is asked at most once on our own initiative, by default 24h" placeholder:"24h"`
	Quiet       time.Duration  `help:"删除并查空之后，再等多久没有迟到的写入才算完成 | how long after a store was found empty nothing may come late before the erasure is done" default:"24h" placeholder:"24h"`
	SweepAfter  time.Duration  `name:"sweep-after" help:"声明启用多久之后才按它的期限清理；此前只计数 | how long a declaration is in use before what reached its period is erased by it; until then it is only counted" default:"24h" placeholder:"24h"`
	CloseWindow time.Duration  `name:"close-window" help:"注销账号可在多久之内取消；不影响期限 | how long closing an account can be cancelled; it stops no clock" default:"168h" placeholder:"168h"`
	Custodian   []string       `help:"两位保管人的 age 公钥，依法须继续保存的由两人分别封存；不写则不留 | age public keys of two custodians, who seal what law says to keep; without them nothing is kept" placeholder:"age1…"`
	AllowStore  []netip.Prefix `name:"allow-store" help:"以 webhook 接入的存储、接收方另可在哪些内网网段 | private networks in which stores and recipients behind a webhook may be" placeholder:"CIDR"`
	NoVisitors  bool           `name:"no-visitors" help:"不开放无法登录者的请求页面 | no page for requests of people who cannot log in"`
	Demo        bool           `help:"启动时询问一位虚构的人，并打印其页面 | ask an invented person at start, and print the address of the page"`
}

// where names the installation: its data and, apart from them, its keys.
type where struct {
	Data     string `help:"数据文件夹（内置 SQLite） | folder of the embedded SQLite database" type:"path" placeholder:"DIR"`
	Database string `help:"PostgreSQL 地址 | address of a PostgreSQL database" placeholder:"URL"`
	Keys     string `help:"密钥文件夹，应与数据和备份分开 | folder of the keys, which belongs apart from data and backups" type:"path" placeholder:"DIR"`
}

func (w *where) resolve(p *process) error {
	if (w.Data == "") == (w.Database == "") {
		return usage{errors.New("须且只须写 --data 或 --database / give exactly one of --data and --database"), "--data DIR"}
	}
	if w.Keys == "" {
		if w.Data == "" {
			return usage{errors.New("使用 --database 时须写 --keys / --database needs --keys"), "所有节点用同一套密钥 / all nodes use the same keys"}
		}
		w.Keys = filepath.Join(w.Data, "keys")
		p.complain("keys: " + w.Keys + " (在数据旁边；正式使用请用 --keys 放到别处 / beside the data; for real use keep them elsewhere with --keys)")
	}
	return nil
}

// Run serves until it is told to stop.
func (c *serveCommand) Run(p *process) error {
	if err := c.resolve(p); err != nil {
		return err
	}
	src, err := c.source(p)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	log := slog.New(slog.NewJSONHandler(p.err, nil))
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return usage{fmt.Errorf("无法监听 / cannot listen: %w", err), "--listen 127.0.0.1:0 取任一空闲端口 / takes any free port"}
	}
	defer func() { _ = listener.Close() }()
	if ip := listener.Addr().(*net.TCPAddr).IP; !ip.IsLoopback() {
		p.complain("正在监听本机以外的地址，请在前面放置 HTTPS / listening beyond this machine: put HTTPS in front")
	}
	if c.PublicURL == "" {
		c.PublicURL = "http://" + listener.Addr().String()
	}
	if err := c.checkPublicURL(); err != nil {
		return err
	}
	set, err := c.settings(p)
	if err != nil {
		return err
	}
	in, err := open(ctx, c.where, set, log)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	// Nothing is swept by a declaration that this very start replaces.
	if err := in.bring(ctx, src, c.Activate, p); err != nil {
		return err
	}
	in.node.run()
	if err := in.firstKey(ctx, p); err != nil {
		return err
	}
	handler, err := in.handler()
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(p.out, "volens: listening on http://%s\n", listener.Addr()); err != nil {
		return err
	}
	if c.Demo {
		if err := in.demo(ctx, p); err != nil {
			return err
		}
	}
	return serve(ctx, listener, handler, log)
}

// settings reads what the operator says beside where the data is.
func (c *serveCommand) settings(p *process) (settings, error) {
	set := settings{publicURL: c.PublicURL, allow: c.AllowHooks, discipline: c.discipline(), visitors: !c.NoVisitors,
		conduct: conduct{getenv: p.getenv, allow: c.AllowStore, quiet: c.Quiet, announced: c.SweepAfter, window: max(c.CloseWindow, time.Nanosecond), custodians: c.Custodian}}
	if n := len(c.Custodian); n != 0 && n != 2 {
		return set, usage{errors.New("--custodian 须写两次，或不写 / give --custodian twice, or not at all"), "--custodian age1… --custodian age1…"}
	}
	if err := set.discipline.Check(); err != nil {
		return set, usage{err, "--ask-interval 72h --ask-limit 2 --ask-window 48h"}
	}
	if c.Overlay == "" {
		return set, nil
	}
	text, err := os.ReadFile(c.Overlay)
	if err != nil {
		return set, usage{fmt.Errorf("--overlay: %w", err), ""}
	}
	if set.overlay, err = authzen.ParseOverlay(c.Overlay, string(text)); err != nil {
		p.complain(err.Error())
		return set, exit(exitUsage)
	}
	return set, nil
}

// discipline is how often people may be asked on our own initiative here.
func (c *serveCommand) discipline() consent.Discipline {
	d := consent.Defaults()
	if c.AskInterval != 0 {
		d.Interval = c.AskInterval
	}
	if c.AskLimit != 0 {
		d.Unanswered = c.AskLimit
	}
	if c.AskWindow != 0 {
		d.Window = c.AskWindow
	}
	return d
}

// checkPublicURL wants what links can begin with: scheme and host, no more.
func (c *serveCommand) checkPublicURL() error {
	u, err := url.Parse(c.PublicURL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return usage{errors.New("--public-url 应为 http(s)://主机[:端口] / must be http(s)://host[:port]"), "--public-url https://privacy.example.com"}
	}
	c.PublicURL = u.Scheme + "://" + u.Host
	return nil
}

// source reads and checks the declaration before anything is opened.
func (c *serveCommand) source(p *process) (*declaration.Source, error) {
	if c.Declaration == "" {
		return nil, nil
	}
	s, err := read(c.Declaration)
	if err != nil {
		for _, b := range problems(c.Declaration, err) {
			p.complain(strings.TrimRight(b.In(speech{}.language(p)), "\n"))
		}
		return nil, exit(exitUsage)
	}
	if n := len(lint.Run(s.declaration, lint.Options{})); n > 0 {
		p.complain(fmt.Sprintf("这份声明有 %d 处问题 / this declaration has %d findings", n, n))
		p.complain("hint: volens lint " + c.Declaration)
	}
	src := s.declaration.Source()
	return &src, nil
}

// serve answers until ctx ends, then lets requests under way finish.
func serve(ctx context.Context, l net.Listener, h http.Handler, log *slog.Logger) error {
	s := &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 60 * time.Second,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	late, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	if err := s.Shutdown(late); err != nil {
		return fmt.Errorf("stopping: %w", err)
	}
	return nil
}

// keyFile is the environment variable that names a file with the first API key.
const keyFile = "VOLENS_API_KEY_FILE"

func readKeyFile(path string) (string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return "", usage{fmt.Errorf("reading %s: %w", keyFile, err), ""}
	}
	key := strings.TrimSpace(string(b))
	if len(key) < 24 || strings.ContainsAny(key, " \t\r\n") {
		return "", usage{fmt.Errorf("%s: 密钥须为一行、不少于 24 个字符 / the key must be one line of at least 24 characters", keyFile), "head -c 24 /dev/urandom | base64"}
	}
	return key, nil
}
