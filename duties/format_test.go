package duties

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	peer "github.com/arran4/golang-ical"
	"github.com/emersion/go-ical"
	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/workday"
)

var someDay = at("2026-11-21")

func golden(t *testing.T, name, got string) {
	t.Helper()
	name = "testdata/" + name
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestFormats(t *testing.T) {
	all := List(full(t), someDay, Options{Calendar: workday.China()})
	for _, l := range []lang.Lang{lang.ZH, lang.EN} {
		var text, cal bytes.Buffer
		if err := WriteText(&text, l, all); err != nil {
			t.Fatal(err)
		}
		golden(t, "full."+string(l)+".txt", text.String())
		if err := WriteCalendar(&cal, l, all, someDay); err != nil {
			t.Fatal(err)
		}
		golden(t, "full."+string(l)+".ics", cal.String())
	}
	var out bytes.Buffer
	if err := WriteJSON(&out, all, someDay, workday.China()); err != nil {
		t.Fatal(err)
	}
	golden(t, "full.json", out.String())
}

// Two independent readers take the calendar, lines are folded and end as RFC 5545
// wants, and everything with a day is in it.
func TestCalendarIsValid(t *testing.T) {
	all := List(full(t), someDay, Options{Calendar: workday.China()})
	dated := 0
	for i := range all {
		if all[i].Dated() {
			dated++
		}
	}
	var out bytes.Buffer
	if err := WriteCalendar(&out, lang.ZH, all, someDay); err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(out.String(), "\r\n"), "\r\n") {
		if strings.ContainsAny(line, "\r\n") || len(line) > 75 {
			t.Errorf("a line that RFC 5545 does not allow: %q", line)
		}
	}
	mine, err := ical.NewDecoder(bytes.NewReader(out.Bytes())).Decode()
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := peer.ParseCalendar(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if a, b := len(mine.Events()), len(theirs.Events()); a != dated || b != dated || dated < 10 {
		t.Errorf("%d and %d events for %d duties with a day", a, b, dated)
	}
	tentative := 0
	for _, e := range theirs.Events() {
		for _, p := range []peer.ComponentProperty{peer.ComponentPropertyUniqueId, peer.ComponentPropertyDtstamp, peer.ComponentPropertyDtStart, peer.ComponentPropertySummary} {
			if e.GetProperty(p) == nil {
				t.Errorf("%s lacks %s", e.Id(), p)
			}
		}
		if s := e.GetProperty(peer.ComponentPropertyStatus); s != nil && s.Value == "TENTATIVE" {
			tentative++
		}
		start, err := e.GetAllDayStartAt()
		if err != nil || start.Year() < 2026 {
			t.Errorf("%s: %v %v", e.Id(), start, err)
		}
	}
	if tentative == 0 {
		t.Error("no provisional day is tentative")
	}
}

func TestNoDuties(t *testing.T) {
	var text, cal, out bytes.Buffer
	if err := WriteText(&text, lang.ZH, nil); err != nil || text.Len() > 0 {
		t.Error(err, text.String())
	}
	if err := WriteCalendar(&cal, lang.ZH, nil, someDay); err != nil {
		t.Fatal(err)
	}
	if c, err := peer.ParseCalendar(&cal); err != nil || len(c.Events()) > 0 {
		t.Error(err)
	}
	if err := WriteJSON(&out, nil, someDay, workday.China()); err != nil || !json.Valid(out.Bytes()) || !strings.Contains(out.String(), `"duties": []`) {
		t.Error(err, out.String())
	}
}
