package keys

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// The files, in the order in which they are made. The first is made in a way
// that only one process can succeed in.
var names = [...]string{"installation.key", "log.key", "log.pub", "link.key", "sealing.key"}

// header begins every secret file, followed by its role and the random name of
// its set, so that files that changed places are noticed.
const header = "volens-key-v1"

var (
	badLogKey     = wrong("log.key 或 log.pub 的内容不是日志密钥", "log.key or log.pub does not hold a key of a log")
	logKeysDiffer = wrong("log.pub 与 log.key 不是一对", "log.pub does not belong to log.key")
	notOurs       = wrong("密钥文件的内容不对：被改动，或几个密钥文件放错了位置", "a key file does not hold what it should: it was changed, or key files were put in each other's place")
	mixed         = wrong("密钥文件来自不同的套：请放回同一套", "the key files come from different sets: put back those of one set")
	readable      = wrong("密钥文件可被其他用户读取，拒绝使用", "a key file can be read by other users: refused").
			WithFix("chmod 600 密钥目录下的文件", "chmod 600 the files in the key folder")
	writable = wrong("密钥目录可被其他用户写入，拒绝使用", "the key folder can be written by other users: refused").
			WithFix("chmod 700 密钥目录", "chmod 700 the key folder")
	partial = wrong("密钥不全。丢失的密钥不会自动重建：那会使已有的人和记录再也对不上", "some keys are missing. A lost key is never made anew: people and records that exist would no longer match").
		WithFix("从备份放回整套密钥；若首次启动中断、尚无数据，删除该目录后再启动", "put the whole set back from your backup; if a first start was cut short and there is no data yet, remove the folder and start again")
	racing = fault.New(fault.Unavailable, "另一个进程正在此处生成密钥，请稍后再启动", "another process is making keys here: start again in a moment")
)

func wrong(zh, en string) *fault.Error { return fault.New(fault.Invalid, zh, en) }

// secrets is what the files hold.
type secrets struct {
	logPrivate, logPublic string
	installation          ledger.InstallationKey
	link, sealing         [32]byte
}

// Open reads the keys in dir and makes them where there are none, which created
// reports: tell the operator to keep a copy apart from the data. It refuses
// files that others can read, files that changed places, and a set with some
// missing.
//
// Errors: fault.Invalid where the folder has to be put right by hand;
// fault.Unavailable where another process is making keys there.
func Open(dir string) (ring Ring, created bool, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return Ring{}, false, fmt.Errorf("making the key folder: %w", err)
	}
	if err := private(dir, 0o022, writable); err != nil {
		return Ring{}, false, err
	}
	there, err := present(dir)
	if err != nil {
		return Ring{}, false, err
	}
	switch there {
	case 0:
		if err := create(dir); err != nil {
			return Ring{}, false, err
		}
	case len(names):
	default:
		return Ring{}, false, partial
	}
	s, err := load(dir)
	if err != nil {
		return Ring{}, false, err
	}
	ring, err = newRing(s)
	return ring, there == 0, err
}

// Load reads the keys in dir as Open does, and makes none: for looking at an
// installation without touching it.
//
// Errors: fault.NotFound where there are no keys; else those of Open.
func Load(dir string) (Ring, error) {
	if there, err := present(dir); err != nil || there == 0 {
		return Ring{}, fault.New(fault.NotFound, "这里没有密钥", "there are no keys here").
			WithFix("用 --keys 指明密钥目录", "name the key folder with --keys").Because(err)
	}
	ring, _, err := Open(dir)
	return ring, err
}

// private refuses what has any of the bits set. Windows keeps no such bits.
func private(path string, bits fs.FileMode, refusal *fault.Error) error {
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("looking at the keys: %w", err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&bits != 0 {
		return refusal.Because(fmt.Errorf("%s has mode %v", path, info.Mode().Perm()))
	}
	return nil
}

// present counts the key files in dir.
func present(dir string) (n int, err error) {
	for _, name := range names {
		switch _, err := os.Lstat(filepath.Join(dir, name)); {
		case err == nil:
			n++
		case !errors.Is(err, fs.ErrNotExist):
			return 0, fmt.Errorf("looking at the keys: %w", err)
		}
	}
	return n, nil
}

func load(dir string) (s secrets, err error) {
	set := ""
	for _, name := range names {
		line, err := read(filepath.Join(dir, name))
		if err != nil {
			return secrets{}, err
		}
		if name == "log.pub" {
			s.logPublic = line
			continue
		}
		word := strings.Split(line, " ")
		if len(word) != 4 || word[0] != header || word[1] != role(name) {
			return secrets{}, notOurs.Because(errors.New(name))
		}
		if set == "" {
			set = word[2]
		}
		if word[2] != set {
			return secrets{}, mixed.Because(errors.New(name))
		}
		if err := s.put(name, word[3]); err != nil {
			return secrets{}, err
		}
	}
	return s, nil
}

// put decodes the value of one secret file.
func (s *secrets) put(name, value string) error {
	if name == "log.key" {
		s.logPrivate = value
		return nil
	}
	raw, err := hex.DecodeString(value)
	if err != nil || len(raw) != 32 || [32]byte(raw) == [32]byte{} {
		return notOurs.Because(errors.New(name)) // not err, which quotes the value
	}
	switch name {
	case "installation.key":
		s.installation = ledger.InstallationKey(raw)
	case "link.key":
		s.link = [32]byte(raw)
	case "sealing.key":
		s.sealing = [32]byte(raw)
	}
	return nil
}

func role(name string) string { return strings.TrimSuffix(name, ".key") }

// read returns the one line of a key file.
func read(path string) (string, error) {
	if !strings.HasSuffix(path, ".pub") {
		if err := private(path, 0o077, readable); err != nil {
			return "", err
		}
	}
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("reading a key: %w", err)
	}
	defer func() { _ = f.Close() }()
	text, err := io.ReadAll(io.LimitReader(f, 4096))
	if err != nil {
		return "", fmt.Errorf("reading a key: %w", err)
	}
	line, ok := strings.CutSuffix(string(text), "\n")
	if !ok || line == "" || strings.ContainsAny(line, "\r\n") {
		return "", notOurs.Because(errors.New(filepath.Base(path)))
	}
	return line, nil
}

// create makes a whole set. All files are complete on disk before the first one
// gets its name.
func create(dir string) error {
	content, err := generate()
	if err != nil {
		return err
	}
	var made []string
	defer func() {
		for _, path := range made {
			_ = os.Remove(path)
		}
	}()
	for _, name := range names {
		path, err := writeNew(dir, content[name])
		if err != nil {
			return fmt.Errorf("making keys: %w", err)
		}
		made = append(made, path)
	}
	// A link, unlike a rename, fails where the name is taken.
	if err := os.Link(made[0], filepath.Join(dir, names[0])); errors.Is(err, fs.ErrExist) {
		return racing
	} else if err != nil {
		return fmt.Errorf("making keys: %w", err)
	}
	for i, name := range names[1:] {
		if err := os.Rename(made[i+1], filepath.Join(dir, name)); err != nil {
			return fmt.Errorf("making keys: %w", err)
		}
	}
	return syncFolder(dir)
}

// generate returns the content of every file of a new set.
func generate() (map[string]string, error) {
	var set [4]byte
	_, _ = rand.Read(set[:]) // never fails
	mark := hex.EncodeToString(set[:])
	private, public, err := ledger.NewLogKey(rand.Reader, "volens.log/"+mark)
	if err != nil {
		return nil, err
	}
	content := map[string]string{"log.key": private, "log.pub": public + "\n"}
	for _, name := range []string{"installation.key", "link.key", "sealing.key"} {
		var key [32]byte
		_, _ = rand.Read(key[:])
		content[name] = hex.EncodeToString(key[:])
	}
	for name, value := range content {
		if name != "log.pub" {
			content[name] = strings.Join([]string{header, role(name), mark, value}, " ") + "\n"
		}
	}
	return content, nil
}

// writeNew writes a durable file with a temporary name and mode 0600.
func writeNew(dir, text string) (path string, err error) {
	f, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return "", err
	}
	_, err = f.WriteString(text)
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		_ = os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

// syncFolder makes new names in dir durable. Windows cannot, and need not.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("making keys: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}
