package webhook_test

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/textproto"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/webhook"
)

var now = time.Unix(1_614_265_330, 0)

// vector is the example that Standard Webhooks publishes.
var vector = struct {
	secret, id, body, signature string
}{"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", `{"test": 2432232314}`, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="}

func parse(t testing.TB, text string) webhook.Secret {
	t.Helper()
	s, err := webhook.ParseSecret(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func fresh(t testing.TB) webhook.Secret {
	t.Helper()
	s, err := webhook.NewSecret(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func header(s webhook.Signed) textproto.MIMEHeader {
	h := textproto.MIMEHeader{}
	h.Set(webhook.HeaderID, s.ID)
	h.Set(webhook.HeaderTimestamp, s.Timestamp)
	h.Set(webhook.HeaderSignature, s.Signature)
	return h
}

func sign(t testing.TB, id string, body []byte, secrets ...webhook.Secret) webhook.Signed {
	t.Helper()
	s, err := webhook.Sign(id, now, body, secrets...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestGoldenVector(t *testing.T) {
	secret := parse(t, vector.secret)
	signed := sign(t, vector.id, []byte(vector.body), secret)
	if want := (webhook.Signed{ID: vector.id, Timestamp: "1614265330", Signature: vector.signature}); signed != want {
		t.Errorf("signed %+v, want %+v", signed, want)
	}
	if id, err := webhook.Verify(header(signed), []byte(vector.body), now, webhook.NewMemory(9), secret); err != nil || id != vector.id {
		t.Errorf("verify: %q, %v", id, err)
	}
	if secret.Text() != vector.secret {
		t.Error("the secret is not written as it was read")
	}
}

// TestEveryFlippedBitFails: body, id, time, signature.
func TestEveryFlippedBitFails(t *testing.T) {
	secret := parse(t, vector.secret)
	body := []byte(vector.body)
	check := func(what string, i int, s webhook.Signed, body []byte) {
		t.Helper()
		if _, err := webhook.Verify(header(s), body, now, webhook.NewMemory(9), secret); err == nil {
			t.Errorf("%s: with bit %d flipped it still holds", what, i)
		}
	}
	signed := sign(t, vector.id, body, secret)
	for what, field := range map[string]func(*webhook.Signed) *string{
		"id":        func(s *webhook.Signed) *string { return &s.ID },
		"timestamp": func(s *webhook.Signed) *string { return &s.Timestamp },
		"signature": func(s *webhook.Signed) *string { return &s.Signature },
	} {
		for i := range 8 * len(*field(&signed)) {
			s := signed
			b := []byte(*field(&s))
			b[i/8] ^= 1 << (i % 8)
			*field(&s) = string(b)
			check(what, i, s, body)
		}
	}
	for i := range 8 * len(body) {
		b := []byte(vector.body)
		b[i/8] ^= 1 << (i % 8)
		check("body", i, signed, b)
	}
}

// TestOnlyWhatWasSignedHolds: whatever body and id, a message holds under its
// own secret and under no other, and not with another body.
func TestOnlyWhatWasSignedHolds(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		body := rapid.SliceOf(rapid.Byte()).Draw(r, "body")
		other := rapid.SliceOf(rapid.Byte()).Draw(r, "other")
		id := rapid.StringMatching(`[A-Za-z0-9_-]{1,40}`).Draw(r, "id")
		mine, theirs := fresh(t), fresh(t)
		s := sign(t, id, body, mine)
		if _, err := webhook.Verify(header(s), body, now, webhook.NewMemory(1), mine); err != nil {
			r.Fatal(err)
		}
		if _, err := webhook.Verify(header(s), body, now, webhook.NewMemory(1), theirs); !errors.Is(err, webhook.ErrSignature) {
			r.Fatalf("another secret: %v", err)
		}
		if string(body) != string(other) {
			if _, err := webhook.Verify(header(s), other, now, webhook.NewMemory(1), mine); !errors.Is(err, webhook.ErrSignature) {
				r.Fatalf("another body: %v", err)
			}
		}
	})
}

func TestClock(t *testing.T) {
	secret := fresh(t)
	s := sign(t, "a", nil, secret)
	for d, want := range map[time.Duration]error{
		0: nil, webhook.Tolerance: nil, -webhook.Tolerance: nil,
		webhook.Tolerance + time.Second: webhook.ErrTime, -webhook.Tolerance - time.Second: webhook.ErrTime,
	} {
		if _, err := webhook.Verify(header(s), nil, now.Add(d), webhook.NewMemory(1), secret); !errors.Is(err, want) {
			t.Errorf("%v off: %v, want %v", d, err, want)
		}
	}
}

// TestAnEmptySecretChecksNothing: anybody can sign with no key.
func TestAnEmptySecretChecksNothing(t *testing.T) {
	h := hmac.New(sha256.New, nil)
	h.Write([]byte("a.1614265330."))
	s := webhook.Signed{ID: "a", Timestamp: "1614265330", Signature: "v1," + base64.StdEncoding.EncodeToString(h.Sum(nil))}
	if _, err := webhook.Verify(header(s), nil, now, webhook.NewMemory(1), webhook.Secret{}); !errors.Is(err, webhook.ErrSignature) {
		t.Errorf("signed with no key: %v", err)
	}
}

func TestSeveralSecretsAreStoredTogether(t *testing.T) {
	a, b := fresh(t), fresh(t)
	all, err := webhook.Split(webhook.Join(a, b))
	if err != nil || len(all) != 2 || all[0] != a || all[1] != b {
		t.Errorf("%v, %v", all, err)
	}
	if _, err := webhook.Split([]byte("\n")); err == nil {
		t.Error("nothing is read as a secret")
	}
}

func TestAddressesOfReceivers(t *testing.T) {
	for _, good := range []string{"https://a.example/in", "https://a.example:8443/in?token=x", "http://10.0.0.1/in", "https://[2606:4700::1]/"} {
		if err := webhook.CheckURL(good); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{
		"", "a.example", "//a.example", "ftp://a.example", "file:///etc/passwd", "https:a.example", "https://", "https:///in", "https://:443/",
		"https://u:p@a.example/", "https://a.example/#x", "gopher://a", "HTTPS://a.example", "https://a.example/\x00", "https://" + strings.Repeat("a", 2048),
	} {
		if err := webhook.CheckURL(bad); err == nil {
			t.Errorf("taken: %q", bad)
		}
	}
}

func TestMessagesSayWhatHappened(t *testing.T) {
	who, err := ledger.NewSubject("user-1001")
	if err != nil {
		t.Fatal(err)
	}
	var events []string
	for _, state := range []consent.State{consent.Granted, consent.Refused, consent.Withdrawn} {
		m, err := webhook.NewMessage("07-a", consent.TellBody{V: 1, State: state, At: 1}, 7, who)
		b, _ := json.Marshal(m)
		read, parseErr := webhook.ParseMessage(b)
		if err != nil || parseErr != nil || read.Subject != "user-1001" || read.Version != 7 || read.State != state {
			t.Errorf("%s: %v, %v", state, err, parseErr)
		}
		if strings.Contains(string(b), "request") || strings.Contains(string(b), "erasure") {
			t.Errorf("a message about consent has another part: %s", b)
		}
		if strings.Contains(fmt.Sprint(m), "user-1001") {
			t.Error("a message prints whom it is about")
		}
		events = append(events, m.Event)
	}
	if !slices.Equal(events, webhook.Events()[:3]) {
		t.Errorf("events %v", events)
	}
	if _, err := webhook.NewMessage("07-a", consent.TellBody{V: 1, State: "maybe"}, 7, who); err == nil {
		t.Error("an unknown state is told")
	}
	for _, body := range []string{"", "{", "{}", `{"event":"consent.granted"}`} {
		if _, err := webhook.ParseMessage([]byte(body)); err == nil {
			t.Errorf("read: %s", body)
		}
	}
}

func TestMalformedHeaders(t *testing.T) {
	secret := fresh(t)
	good := sign(t, "a", nil, secret)
	for name, s := range map[string]webhook.Signed{
		"nothing":           {},
		"no id":             {Timestamp: good.Timestamp, Signature: good.Signature},
		"an id with a stop": {ID: "a.b", Timestamp: good.Timestamp, Signature: good.Signature},
		"a plus sign":       {ID: "a", Timestamp: "+" + good.Timestamp, Signature: good.Signature},
		"a leading zero":    {ID: "a", Timestamp: "0" + good.Timestamp, Signature: good.Signature},
		"milliseconds":      {ID: "a", Timestamp: good.Timestamp + "000000", Signature: good.Signature},
		"no signature":      {ID: "a", Timestamp: good.Timestamp},
		"many signatures":   {ID: "a", Timestamp: good.Timestamp, Signature: strings.Repeat("v1,AAAA ", 40) + good.Signature},
	} {
		if _, err := webhook.Verify(header(s), nil, now, webhook.NewMemory(1), secret); !errors.Is(err, webhook.ErrHeaders) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, version := range []string{"v0,", "v1a,", "V1,", ""} {
		s := good
		s.Signature = version + strings.TrimPrefix(good.Signature, "v1,")
		if _, err := webhook.Verify(header(s), nil, now, webhook.NewMemory(1), secret); !errors.Is(err, webhook.ErrSignature) {
			t.Errorf("version %q: %v", version, err)
		}
	}
}

// TestRotation: while a secret changes, either side may know either or both.
func TestRotation(t *testing.T) {
	older, newer, stranger := fresh(t), fresh(t), fresh(t)
	s := sign(t, "a", nil, newer, older)
	for name, known := range map[string][]webhook.Secret{"old": {older}, "new": {newer}, "both": {older, newer}, "more": {stranger, older}} {
		if _, err := webhook.Verify(header(s), nil, now, webhook.NewMemory(1), known...); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, known := range map[string][]webhook.Secret{"none": nil, "another": {stranger}, "an empty one": {{}}} {
		if _, err := webhook.Verify(header(s), nil, now, webhook.NewMemory(1), known...); !errors.Is(err, webhook.ErrSignature) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestReplay: the same message once, with whichever of its signatures; the same
// id signed anew is a repetition of the sender, and passes.
func TestReplay(t *testing.T) {
	older, newer := fresh(t), fresh(t)
	seen := webhook.NewMemory(9)
	both := sign(t, "a", nil, newer, older)
	if _, err := webhook.Verify(header(both), nil, now, seen, newer, older); err != nil {
		t.Fatal(err)
	}
	for _, one := range strings.Fields(both.Signature) {
		s := both
		s.Signature = one
		if _, err := webhook.Verify(header(s), nil, now, seen, newer, older); !errors.Is(err, webhook.ErrReplayed) {
			t.Errorf("with one of its signatures: %v", err)
		}
	}
	again, err := webhook.Sign("a", now.Add(time.Second), nil, newer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := webhook.Verify(header(again), nil, now, seen, newer); err != nil {
		t.Errorf("signed anew: %v", err)
	}
}

// TestForgeriesSpendNothing: what does not hold must not use up the memory, and
// must not make the true message a replay.
func TestForgeriesSpendNothing(t *testing.T) {
	secret, seen := fresh(t), webhook.NewMemory(1)
	s := sign(t, "a", nil, secret)
	forged := s
	forged.Signature = "v1," + base64.StdEncoding.EncodeToString(make([]byte, 32))
	for range 3 {
		if _, err := webhook.Verify(header(forged), nil, now, seen, secret); !errors.Is(err, webhook.ErrSignature) {
			t.Fatal(err)
		}
	}
	if _, err := webhook.Verify(header(s), nil, now, seen, secret); err != nil {
		t.Error(err)
	}
}

func TestMemoryForgetsOnlyWhatCannotComeAgain(t *testing.T) {
	m := webhook.NewMemory(2)
	until := now.Add(webhook.Tolerance)
	for i := range byte(2) {
		if fresh, err := m.Spend(webhook.Nonce{i}, until, now); !fresh || err != nil {
			t.Fatal(fresh, err)
		}
	}
	if _, err := m.Spend(webhook.Nonce{9}, until, until); !errors.Is(err, webhook.ErrFull) {
		t.Errorf("full: %v", err)
	}
	if fresh, _ := m.Spend(webhook.Nonce{1}, until, until); fresh {
		t.Error("it forgot what can still be replayed")
	}
	if fresh, err := m.Spend(webhook.Nonce{9}, until.Add(time.Hour), until.Add(time.Second)); !fresh || err != nil {
		t.Errorf("after they ended: %v, %v", fresh, err)
	}
}

func TestSpendingAtOnce(t *testing.T) {
	m := webhook.NewMemory(9)
	var wg sync.WaitGroup
	won := make(chan bool, 50)
	for range cap(won) {
		wg.Go(func() {
			fresh, _ := m.Spend(webhook.Nonce{1}, now, now)
			won <- fresh
		})
	}
	wg.Wait()
	close(won)
	n := 0
	for fresh := range won {
		if fresh {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d took one message", n)
	}
}

func TestSecretsAreNotPrintedAndNotShort(t *testing.T) {
	s := fresh(t)
	j, _ := json.Marshal(s)
	all := fmt.Sprintf("%v %+v %#v %s %q %s", s, s, s, s, s, j) + slog.AnyValue(s).Resolve().String()
	if raw := strings.TrimPrefix(s.Text(), "whsec_"); strings.Contains(all, raw[:8]) || strings.Contains(all, string(s.Bytes()[:8])) {
		t.Errorf("printed: %s", all)
	}
	for _, text := range []string{"", "whsec_", "whsec_AAAA", "whsec_" + base64.StdEncoding.EncodeToString(make([]byte, 65)), "whsec_***", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n"} {
		if _, err := webhook.ParseSecret(text); err == nil {
			t.Errorf("taken: %q", text)
		}
	}
	if _, err := webhook.Sign("a", now, nil); err == nil {
		t.Error("signed without a secret")
	}
	if _, err := webhook.Sign("a", now, nil, webhook.Secret{}); err == nil {
		t.Error("signed with an empty secret")
	}
	if _, err := webhook.Sign("a b", now, nil, s); err == nil {
		t.Error("signed under an id that cannot be checked")
	}
}
