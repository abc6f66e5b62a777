package objects

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/volens/volens/erase/plan"
)

// files is a folder of files. Nothing outside of it can be reached, whatever lies in
// it.
type files struct{ root *os.Root }

// OpenFiles opens a folder, by its absolute path or a file:// address.
//
// Errors: fault.Invalid where the address is wrong, fault.Unavailable where there is
// no such folder or it may not be entered; none repeats the address.
func OpenFiles(_ context.Context, address string) (plan.Connector, error) {
	dir, err := folderAt(address)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, failed(err)
	}
	return store{&files{root}}, nil
}

// folderAt reads the address of a folder.
func folderAt(address string) (string, error) {
	if strings.HasPrefix(address, "file:") {
		u, err := url.Parse(address)
		if err != nil || u.Host != "" || u.RawQuery != "" {
			return "", errFolder
		}
		address = filepath.FromSlash(u.Path)
	}
	if !filepath.IsAbs(address) {
		return "", errFolder
	}
	return filepath.Clean(address), nil
}

func (f *files) engine(context.Context) (string, error) { return "files", nil }

func (f *files) close() error { return f.root.Close() }

func (f *files) open(_ context.Context, o object) (io.ReadCloser, error) { return f.root.Open(o.path) }

// settle says what a file system keeps: the blocks of a removed file until they are
// written over, also in snapshots. Nobody can say when that is.
func (f *files) settle(context.Context) ([]plan.Remnant, error) {
	return []plan.Remnant{{What: "free-blocks", Gone: never}}, nil
}

// list goes through the folder that the prefix leads into. A symbolic link that a
// person's own folder turns out to be is a row; one on the way there is refused,
// for what is declared is then somewhere else.
func (f *files) list(ctx context.Context, g goal, prefix string) iter.Seq2[object, error] {
	return func(yield func(object, error) bool) {
		at, _ := path.Split(prefix)
		for end := range len(at) {
			if at[end] != '/' {
				continue
			}
			info, err := f.root.Lstat(at[:end])
			switch {
			case errors.Is(err, fs.ErrNotExist):
				return
			case err != nil:
				yield(object{}, err)
				return
			case info.Mode()&fs.ModeSymlink == 0 && !info.IsDir():
				return
			case info.Mode()&fs.ModeSymlink == 0:
				continue
			case g.paths.Match(at[:end+1]):
				yield(objectOf(at[:end+1], info), nil)
				return
			}
			yield(object{}, errSymbolic)
			return
		}
		f.walk(ctx, g, prefix, at, yield)
	}
}

// walk yields what is in a folder, and then the folder.
func (f *files) walk(ctx context.Context, g goal, prefix, dir string, yield func(object, error) bool) bool {
	entries, err := f.entries(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return true
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return yield(object{}, err) && false
	}
	for _, e := range entries {
		p := dir + e.Name()
		if !strings.HasPrefix(p+"/", prefix) && !strings.HasPrefix(prefix, p+"/") {
			continue
		}
		if e.IsDir() {
			if !f.walk(ctx, g, prefix, p+"/", yield) {
				return false
			}
			continue
		}
		info, err := f.root.Lstat(p)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return yield(object{}, err) && false
		}
		if info.Mode()&fs.ModeSymlink != 0 && g.paths.Match(p+"/") {
			p += "/"
		}
		if !yield(objectOf(p, info), nil) {
			return false
		}
	}
	if dir == "" {
		return true
	}
	info, err := f.root.Lstat(strings.TrimSuffix(dir, "/"))
	if err != nil {
		return errors.Is(err, fs.ErrNotExist) || yield(object{}, err) && false
	}
	return yield(object{path: dir, kind: folder, written: info.ModTime()}, nil)
}

// entries lists a folder without following anything.
func (f *files) entries(dir string) ([]fs.DirEntry, error) {
	name := strings.TrimSuffix(dir, "/")
	if name == "" {
		name = "."
	}
	in, err := f.root.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }()
	return in.ReadDir(-1)
}

func objectOf(p string, info fs.FileInfo) object {
	o := object{path: p, size: info.Size(), written: info.ModTime(), file: identityOf(info)}
	if !info.Mode().IsRegular() {
		o.kind = special
	}
	return o
}

// remove removes files, then the folders that are empty by that, and makes it
// durable. A file with another name, that is not removed with it, stays.
func (f *files) remove(ctx context.Context, all []object) (int64, error) {
	names := map[identity]uint64{}
	for _, o := range all {
		if o.kind == current {
			names[o.file]++
		}
	}
	var done int64
	var failure error
	touched := map[string]bool{}
	for _, o := range all {
		if failed := ctx.Err(); failed != nil {
			return done, failed
		}
		if o.kind == folder {
			continue
		}
		if o.kind == current && o.file.links > names[o.file] {
			failure = errLink
			continue
		}
		name := strings.TrimSuffix(o.path, "/")
		switch err := f.root.Remove(name); {
		case err == nil:
			done++
			touched[path.Dir(name)] = true
		case !errors.Is(err, fs.ErrNotExist):
			failure = err
		}
	}
	if folders := f.tidy(all, touched); done == 0 && failure == nil && !slices.ContainsFunc(all, func(o object) bool { return o.kind != folder }) {
		done = folders
	}
	for dir := range touched {
		if err := f.sync(dir); err != nil && failure == nil {
			failure = err
		}
	}
	return done, failure
}

// tidy removes folders that are empty, the deepest first, and says how many. One that
// is not empty stays, and whoever looks says so.
func (f *files) tidy(all []object, touched map[string]bool) (done int64) {
	var folders []string
	for _, o := range all {
		if o.kind == folder {
			folders = append(folders, strings.TrimSuffix(o.path, "/"))
		}
	}
	slices.SortFunc(folders, func(a, b string) int { return len(b) - len(a) })
	for _, dir := range folders {
		info, err := f.root.Lstat(dir)
		if err == nil && info.IsDir() && f.root.Remove(dir) == nil {
			touched[path.Dir(dir)] = true
			done++
		}
	}
	return done
}

// sync makes the removal of names in a folder durable.
func (f *files) sync(dir string) error {
	in, err := f.root.Open(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // it was removed as well, in one that is made durable
	}
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	return in.Sync()
}
