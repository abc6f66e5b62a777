package rights

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/workday"
)

var update = flag.Bool("update", false, "write testdata/bodies.golden anew")

// TestBodiesAreForEver: the form of bodies is in records that people keep.
func TestBodiesAreForEver(t *testing.T) {
	at := time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
	r := Request{
		ID: "07-abc", Lookup: ledger.Lookup{1}, Kind: Delete, Way: ByStaff, Speaker: Guardian, By: ledger.Lookup{2},
		Service: "shop", Uses: []declaration.UseID{"shop/reading/nickname/comment"}, Received: at, Entered: at, Until: at,
		Proof: Proof{Method: CalledBack, At: at, StepUp: at, Reference: "call 7", Relation: "child", Arrangement: "file 9", Approved: []string{"anna", "bo"}},
		Clocks: []Clock{{Param: "rights-answer-draft", Days: 15, Cite: law.Cite(law.Draft, "23(3)"), From: at,
			Due: workday.China().After(at, 15), Calendar: "0123456789abcdef", Warned: 2},
			{Param: "rights-answer", Days: 48, Unit: inHours, Cite: law.Cite(law.No191, "VI.3"), From: at,
				Due: workday.Deadline{At: at.Add(48 * time.Hour), LastDay: workday.DayOf(at.Add(48 * time.Hour)), Certainty: workday.Final}, Calendar: "0123456789abcdef"}},
		Detail: Detail{Text: "请删除", Values: map[string]string{"nickname": "阿林"}, Target: "x", Age: "age1", Claims: map[string]string{"phone": "13800138000"}, Answer: "好",
			Trigger: OnUnlawful, Event: at},
		Note: lang.Text{ZH: "说明", EN: "note"}, Same: "07-xyz",
	}
	r = r.enter(InProgress, CarryingOut, "bo", at)
	news := News{
		V: 1, Event: EventCode, Request: "07-abc", Kind: Copy, State: Verifying, Reason: CodeSent, Text: lang.Text{ZH: "文", EN: "text"},
		Note: lang.Text{ZH: "说明", EN: "note"}, Remedies: lang.Text{ZH: "救济", EN: "remedies"}, At: 1, Due: 2, Until: 3, Param: "rights-answer-draft",
		Left: -4, Contact: "phone", To: "13800138000", Code: "12345678", Expires: 5, Person: "lin",
	}
	var got bytes.Buffer
	for _, x := range []any{bodyOf(Request{}, r, changedWarning, 3), bodyOf(r, r.enter(Finished, CarriedOut, System, at), "", 0), news} {
		line, err := ledger.Canonical(x)
		if err != nil {
			t.Fatal(err)
		}
		got.Write(append(line, '\n'))
	}
	if *update {
		if err := os.WriteFile("testdata/bodies.golden", got.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/bodies.golden")
	if err != nil || !bytes.Equal(want, got.Bytes()) {
		t.Errorf("bodies changed (%v):\n%s", err, got.Bytes())
	}
}

// TestTheRecordTellsTheRequest: what is in the last entry is what is in the row.
func TestTheRecordTellsTheRequest(t *testing.T) {
	k, m := newDesk(t)
	r := open(t, k, own(t, "lin", Explain))
	if _, err := k.Answer(t.Context(), r.ID, "因为您买过", "anna", now); err != nil {
		t.Fatal(err)
	}
	var first, last RequestBody
	for i, into := range []*RequestBody{&first, &last} {
		e := m.entries[i]
		if err := json.Unmarshal(e.Body, into); err != nil || e.Leaf.Kind != ledger.KindRequest || e.Lookup != r.Lookup {
			t.Fatalf("%v, %v", e, err)
		}
	}
	if first.Detail.Text == "" || last.Detail.Answer != "因为您买过" || last.State != Finished || last.Actor != "anna" || first.Request != r.ID || len(m.entries) != 2 {
		t.Errorf("%+v\n%+v", first, last)
	}
}
