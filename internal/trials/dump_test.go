package trials

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	goredis "github.com/redis/go-redis/v9"
)

// dumpSQL returns every row of some tables as "table column=value …", in order.
func dumpSQL(t testing.TB, db *sql.DB, tables ...string) (all []string) {
	t.Helper()
	for _, table := range tables {
		rows, err := db.QueryContext(t.Context(), "SELECT * FROM "+table)
		must(t, err)
		defer func() { _ = rows.Close() }()
		columns, err := rows.Columns()
		must(t, err)
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		for rows.Next() {
			must(t, rows.Scan(into...))
			line := "sql " + table
			for i, v := range values {
				line += " " + columns[i] + "=" + shown(v)
			}
			all = append(all, line)
		}
		must(t, rows.Err())
	}
	slices.Sort(all)
	return all
}

// shown writes a value as text.
func shown(v any) string {
	switch v := v.(type) {
	case nil:
		return "NULL"
	case []byte:
		return string(v)
	case time.Time:
		return v.Format("2006-01-02 15:04:05")
	}
	return fmt.Sprint(v)
}

// dumpRedis returns every key with its content.
func dumpRedis(t testing.TB, c *goredis.Client) (all []string) {
	t.Helper()
	ctx := t.Context()
	keys, err := c.Keys(ctx, "*").Result()
	must(t, err)
	for _, key := range keys {
		content := ""
		switch kind := c.Type(ctx, key).Val(); kind {
		case "none":
			continue // it went meanwhile
		case "string":
			content = c.Get(ctx, key).Val()
		case "hash":
			content = fmt.Sprint(c.HGetAll(ctx, key).Val()) // printed in order
		default:
			t.Fatalf("a key of type %s", kind)
		}
		all = append(all, "redis "+key+" = "+content)
	}
	slices.Sort(all)
	return all
}

// dumpBucket returns every object with its content.
func dumpBucket(t testing.TB, c *minio.Client, bucket string) (all []string) {
	t.Helper()
	for o := range c.ListObjects(context.Background(), bucket, minio.ListObjectsOptions{Recursive: true}) {
		must(t, o.Err)
		body, err := c.GetObject(context.Background(), bucket, o.Key, minio.GetObjectOptions{})
		must(t, err)
		content, err := io.ReadAll(body)
		must(t, body.Close())
		if minio.ToErrorResponse(err).Code == minio.NoSuchKey {
			continue // it went meanwhile
		}
		must(t, err)
		all = append(all, "s3 "+o.Key+" = "+string(content))
	}
	slices.Sort(all)
	return all
}

// dumpFolder returns every file and every empty folder below one.
func dumpFolder(t testing.TB, dir string) (all []string) {
	t.Helper()
	must(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && path != dir {
			return nil // it went meanwhile
		}
		if err != nil || path == dir {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		if e.IsDir() {
			return nil
		}
		content, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		all = append(all, "file "+name+" = "+string(content))
		return err
	}))
	slices.Sort(all)
	return all
}

// with returns the lines that hold any of some values.
func with(lines []string, values ...string) (found []string) {
	for _, line := range lines {
		if slices.ContainsFunc(values, func(v string) bool { return strings.Contains(line, v) }) {
			found = append(found, line)
		}
	}
	return found
}

// without returns the lines that hold none of some values.
func without(lines []string, values ...string) (left []string) {
	for _, line := range lines {
		if !slices.ContainsFunc(values, func(v string) bool { return strings.Contains(line, v) }) {
			left = append(left, line)
		}
	}
	return left
}

// gone returns the lines of before that are not among those of after, and came the
// other way round. Both are bags.
func gone(before, after []string) (lost, came []string) {
	left := map[string]int{}
	for _, line := range after {
		left[line]++
	}
	for _, line := range before {
		if left[line]--; left[line] < 0 {
			lost = append(lost, line)
		}
	}
	for _, line := range after {
		if left[line] > 0 {
			left[line]--
			came = append(came, line)
		}
	}
	return lost, came
}

// inFiles returns which files below a folder hold any of some values, byte by byte.
func inFiles(t testing.TB, dir string, values ...string) (found []string) {
	t.Helper()
	must(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		for _, v := range values {
			if strings.Contains(string(content), v) {
				found = append(found, path+": "+v)
			}
		}
		return err
	}))
	return found
}
