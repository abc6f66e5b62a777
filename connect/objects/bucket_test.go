package objects

import (
	"context"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"

	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/testdb"
)

// TestVersionsMarkersAndUploadsGo leaves all that a bucket can keep of an object.
func TestVersionsMarkersAndUploadsGo(t *testing.T) {
	s := testdb.S3(t)
	p := inBucket(t, s, "versions", minio.MakeBucketOptions{}, true)
	core := minio.Core{Client: client(t, s)}
	for range 3 {
		p.put("f/1/a.txt", "canary-content")
		p.put("f/2/a.txt", "other")
	}
	p.put("f/1/gone.txt", "canary-content")
	if err := core.RemoveObject(t.Context(), "versions", "f/1/gone.txt", minio.RemoveObjectOptions{}); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"f/1/big", "f/2/big"} {
		id, err := core.NewMultipartUpload(t.Context(), "versions", path, minio.PutObjectOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := core.PutObjectPart(t.Context(), "versions", path, id, 1, strings.NewReader("part"), 4, minio.PutObjectPartOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	target := plan.Target{Holding: "f/{person}/"}
	search := plan.Search{Targets: []plan.Target{target}, By: person("1"), Values: []string{"canary-content"}}
	left := p.residue(search)
	if len(left) != 3 || left[0].Count+left[1].Count != 4 || left[2].Count != 6 {
		t.Errorf("before: %v", left)
	}
	if n := p.do(target, person("1")); n != 6 { // three versions, one and its marker, one upload
		t.Errorf("%d", n)
	}
	if left := p.residue(search); len(left) != 0 {
		t.Errorf("after: %v", left)
	}
	search.By = person("2")
	if left := p.residue(search); len(left) != 1 || left[0].Count != 4 {
		t.Errorf("the other: %v", left)
	}
	if left, err := p.Settle(t.Context(), nil); err != nil || len(left) != 0 {
		t.Errorf("%v %v", left, err)
	}
}

func TestWhatIsLockedIsNotReportedAsGone(t *testing.T) {
	s := testdb.S3(t)
	p := inBucket(t, s, "locked", minio.MakeBucketOptions{ObjectLocking: true}, true)
	c := client(t, s)
	p.put("f/1/free", "x")
	p.put("f/1/held", "x")
	p.put("f/2/kept", "x")
	on := minio.LegalHoldEnabled
	if err := c.PutObjectLegalHold(t.Context(), "locked", "f/1/held", minio.PutObjectLegalHoldOptions{Status: &on}); err != nil {
		t.Fatal(err)
	}
	mode, until := minio.Compliance, time.Now().Add(time.Hour) //nolint:forbidigo // the server has a clock of its own
	if err := c.PutObjectRetention(t.Context(), "locked", "f/2/kept", minio.PutObjectRetentionOptions{Mode: &mode, RetainUntilDate: &until}); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{"1": "legal-hold", "2": "object-lock"} {
		_, err := p.Do(t.Context(), plan.Target{Holding: "f/{person}/"}, person(id), plan.Deed{})
		if fault.KindOf(err) != fault.Unavailable || fault.RuleOf(err) != want {
			t.Errorf("%s: %v (%s)", id, err, fault.RuleOf(err))
		}
		left := p.residue(plan.Search{Targets: []plan.Target{{Holding: "f/{person}/"}}, By: person(id)})
		if len(left) != 1 || left[0].Count != 1 {
			t.Errorf("%s: %v", id, left)
		}
	}
	off := minio.LegalHoldDisabled
	if err := c.PutObjectLegalHold(t.Context(), "locked", "f/1/held", minio.PutObjectLegalHoldOptions{Status: &off}); err != nil {
		t.Fatal(err)
	}
	if n := p.do(plan.Target{Holding: "f/{person}/"}, person("1")); n != 1 {
		t.Errorf("%d after the hold", n)
	}
}

func TestThousandsOfObjects(t *testing.T) {
	p := inBucket(t, testdb.S3(t), "many", minio.MakeBucketOptions{}, false)
	for i := range 2500 {
		p.put(fmt.Sprintf("f/%d/%d", i%2, i), "x")
	}
	if n := p.do(plan.Target{Holding: "f/{person}/"}, person("1")); n != 1250 || len(p.dump()) != 1250 {
		t.Errorf("%d", n)
	}
}

// timely fails where an error took longer than anybody should wait, or is not that
// the store is unavailable.
func timely(t *testing.T, what string, do func() error) {
	t.Helper()
	begun := time.Now() //nolint:forbidigo // how long a failure takes is what is tested
	err := do()
	if fault.KindOf(err) != fault.Unavailable || fault.RuleOf(err) == "" {
		t.Errorf("%s: %v", what, err)
	}
	if took := time.Since(begun); took > 10*time.Second {
		t.Errorf("%s took %s", what, took)
	}
	if err != nil && strings.Contains(err.Error(), "127.0.0.1") {
		t.Errorf("%s repeats the address: %v", what, err)
	}
}

func TestAServerThatDiesInTheMiddle(t *testing.T) {
	s := testdb.S3(t)
	p := inBucket(t, s, "dying", minio.MakeBucketOptions{}, false)
	for i := range 1200 {
		p.put(fmt.Sprintf("f/1/%d", i), "x")
	}
	target := plan.Target{Holding: "f/{person}/"}
	n := 0
	timely(t, "reading", func() error {
		for _, err := range p.Read(t.Context(), target, person("1"), []string{Content}) {
			if err != nil {
				return err
			}
			if n++; n == 10 {
				s.Kill()
			}
		}
		return nil
	})
	if n < 10 {
		t.Errorf("%d rows", n)
	}
	timely(t, "doing", func() error { _, err := p.Do(t.Context(), target, person("1"), plan.Deed{}); return err })
	timely(t, "looking", func() error { _, err := p.look.Look(t.Context(), plan.Search{}); return err })
	timely(t, "naming", func() error { _, err := p.look.Store(t.Context()); return err })
	timely(t, "settling", func() error { _, err := p.Settle(t.Context(), nil); return err })
	timely(t, "opening", func() error { _, err := OpenBucket(t.Context(), s.URL("dying")); return err })
}

// TestAServerThatFallsSilent accepts connections and never answers, or stops in the
// middle of an answer.
func TestAServerThatFallsSilent(t *testing.T) {
	for name, begins := range map[string]string{"at once": "", "in the middle": "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<Versioning"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = l.Close() }()
			go func() {
				for {
					conn, err := l.Accept()
					if err != nil {
						return
					}
					defer func() { _ = conn.Close() }()
					_, _ = conn.Write([]byte(begins))
				}
			}()
			timely(t, "opening", func() error {
				ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
				defer cancel()
				_, err := OpenBucket(ctx, "http://a:b@"+l.Addr().String()+"/bucket?region=us-east-1")
				return err
			})
		})
	}
}

func TestAddressesOfBuckets(t *testing.T) {
	s := testdb.S3(t)
	inBucket(t, s, "there", minio.MakeBucketOptions{}, false)
	for _, address := range []string{"", "https://host/bucket", "https://k:secret@host", "https://k:secret@host/a/b", "s3://k:secret@h/b", "https://k:secret@h/b?style=other", "%"} {
		_, err := OpenBucket(t.Context(), address)
		if fault.KindOf(err) != fault.Invalid || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", address, err)
		}
	}
	user, _ := s.Keys()
	for address, want := range map[string]string{s.URL("absent"): "no-such", "http://" + user + ":wrong@" + s.Endpoint() + "/there": "no-entry"} {
		if _, err := OpenBucket(t.Context(), address); fault.RuleOf(err) != want {
			t.Errorf("%s: %v", want, err)
		}
	}
	names := map[string]bool{}
	inBucket(t, s, "second", minio.MakeBucketOptions{}, false)
	for _, bucket := range []string{"there", "second", "there"} {
		l, err := LookBucket(t.Context(), s.URL(bucket))
		if err != nil {
			t.Fatal(err)
		}
		name, err := l.Store(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		names[name] = true
	}
	if len(names) != 2 {
		t.Errorf("%v", names)
	}
	l, err := LookBucket(t.Context(), s.URL("absent"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Store(t.Context()); fault.RuleOf(err) != "no-such" {
		t.Errorf("%v", err)
	}
}
