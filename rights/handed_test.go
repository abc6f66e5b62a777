package rights

import (
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
)

// TestDoneByHandIsShown: that something was carried out is said by what carried it out,
// or by staff who say how, and where that is noted.
func TestDoneByHandIsShown(t *testing.T) {
	judged := lang.Text{ZH: "对方愿意接收，不涉及他人", EN: "the recipient takes it, and nobody else is touched"}
	post := Evidence{Means: "post", Reference: "file 7"}
	for _, kind := range []Kind{Copy, Transfer, Correct, Complete} {
		k, _ := newDesk(t)
		o := own(t, "lin", kind)
		r := open(t, k, o)
		if _, err := k.Turn(t.Context(), r.ID, Finished, CarriedOut, judged, "anna", now); fault.RuleOf(err) != RuleEvidence {
			t.Errorf("%s: done because somebody says so: %v", kind, err)
		}
		for name, e := range map[string]Evidence{
			"no means": {Reference: "x"}, "unknown means": {Means: "pigeon", Reference: "x"}, "no reference": {Means: "post", Reference: " "},
			"too long": {Means: "post", Reference: strings.Repeat("x", 513)}, "a long name": {Means: "post", Reference: "x", To: strings.Repeat("x", 513)},
		} {
			if _, err := k.Carried(t.Context(), r.ID, e, judged, "anna", now); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%s, %s: %v", kind, name, err)
			}
		}
		if _, err := k.Carried(t.Context(), r.ID, post, judged, System, now); err == nil {
			t.Errorf("%s: nobody carried it out by hand", kind)
		}
		e := post
		if kind == Transfer {
			if _, err := k.Carried(t.Context(), r.ID, e, judged, "anna", now); fault.KindOf(err) != fault.Invalid {
				t.Errorf("a transfer to nobody: %v", err)
			}
			e.To = "https://other.example"
			if _, err := k.Carried(t.Context(), r.ID, e, lang.Text{}, "anna", now); fault.RuleOf(err) != RuleConditions {
				t.Errorf("a transfer whose conditions nobody judged: %v", err)
			}
		}
		done, err := k.Carried(t.Context(), r.ID, e, judged, "anna", now)
		if err != nil || done.State != Finished || done.Reason != CarriedOut || done.Detail.Done == nil || *done.Detail.Done != e || bodyOf(r, done, "", 0).Detail == nil {
			t.Errorf("%s: %+v, %v", kind, done, err)
		}
		if done.Fetchable() {
			t.Errorf("%s: what was handed over by hand is downloaded", kind)
		}
	}
}

// TestWhatLooksIsNotSaidByHand: evidence does not end an erasure either.
func TestWhatLooksIsNotSaidByHand(t *testing.T) {
	for _, kind := range []Kind{Delete, Close, Explain, Access} {
		k, _ := newDesk(t)
		r := open(t, k, own(t, "lin", kind))
		if _, err := k.Carried(t.Context(), r.ID, Evidence{Means: "post", Reference: "x"}, lang.Text{}, "anna", now.Add(30*24*time.Hour)); err == nil {
			t.Errorf("%s is done by hand", kind)
		}
	}
}

// TestACopyThatLiesReadyIsDone: an archive shows it.
func TestACopyThatLiesReadyIsDone(t *testing.T) {
	k, _ := newDesk(t)
	r := open(t, k, own(t, "lin", Copy))
	row := NewArchive{Request: r.ID, Lookup: r.Lookup, Name: "copy.zip", Expires: now.Add(time.Hour)}
	if _, err := k.Turn(t.Context(), r.ID, InProgress, WithStaff, lang.Text{}, System, now, row); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Turn(t.Context(), r.ID, Finished, CarriedOut, lang.Text{}, "anna", now.Add(time.Hour)); fault.RuleOf(err) != RuleEvidence {
		t.Errorf("its time is over: %v", err)
	}
	if done, err := k.Turn(t.Context(), r.ID, Finished, CarriedOut, lang.Text{}, "anna", now); err != nil || !done.Fetchable() {
		t.Errorf("%+v, %v", done, err)
	}
}

// TestADownloadIsRecordedOnce: the first time, for whoever the copy is of, and never of
// what is not downloaded.
func TestADownloadIsRecordedOnce(t *testing.T) {
	k, _ := newDesk(t)
	r := open(t, k, own(t, "lin", Copy))
	other := open(t, k, own(t, "mei", Copy))
	fetched := func(who Request, at time.Time) time.Time {
		t.Helper()
		err := k.Fetched(t.Context(), who.Lookup, ledger.Lookup{}, r.ID, at)
		if mine := who.ID == r.ID; mine != (err == nil) || !mine && fault.KindOf(err) != fault.NotFound {
			t.Errorf("%v", err)
		}
		got, err := k.Requests.Request(t.Context(), r.ID)
		if err != nil {
			t.Fatal(err)
		}
		return got.Detail.Fetched
	}
	if at := fetched(r, now); !at.IsZero() {
		t.Errorf("nothing lies ready, and it was downloaded at %v", at)
	}
	row := NewArchive{Request: r.ID, Lookup: r.Lookup, Name: "copy.zip", Expires: now.Add(time.Hour)}
	if _, err := k.Turn(t.Context(), r.ID, Finished, CarriedOut, lang.Text{}, System, now, row); err != nil {
		t.Fatal(err)
	}
	if at := fetched(other, now); !at.IsZero() {
		t.Errorf("somebody else downloaded it at %v", at)
	}
	first := now.Add(time.Minute)
	if at := fetched(r, first); !at.Equal(first) {
		t.Errorf("it was downloaded at %v", at)
	}
	if at := fetched(r, first.Add(time.Hour)); !at.Equal(first) {
		t.Errorf("the second time counts: %v", at)
	}
	done, err := k.Requests.Request(t.Context(), r.ID)
	if err != nil || done.State != Finished || len(done.History) != 3 || bodyOf(r, done, changedFetched, 0).Detail == nil {
		t.Errorf("%+v, %v", done, err)
	}
}
