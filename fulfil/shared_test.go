package fulfil

import (
	"strings"
	"testing"

	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/rights"
)

// newNeighbours is a shop in which u-2 sent a parcel to u-1, and both wrote under pictures.
func newNeighbours(t *testing.T) *world {
	w := newWorld(t)
	w.text = strings.Replace(w.text, `          name: {item: recipient-name}
          phone: {item: recipient-phone}
  side:`, `          name: {item: recipient-name}
          phone: {item: recipient-phone}
          no: {gives: order}
      lines:
        found: [{in: no, by: order}]
        fields:
          note: {item: recipient-address}
      shots:
        found: [{in: user_id, by: person}]
        fields:
          url: {gives: picture}
      captions:
        found: [{in: url, by: picture}]
        fields:
          words: {item: nickname}
  side:`, 1)
	w.tables["main/users"] = []plan.Record{{"id": "u-1", "phone": "13800000001"}, {"id": "u-2", "phone": "13800000002"}}
	w.tables["main/parcels"] = []plan.Record{
		{"user_id": "u-1", "name": "李青", "phone": "13800000001", "no": "P-10000001"},
		{"user_id": "u-2", "name": "王五", "phone": "13800000001", "no": "P-10000002"},
		{"user_id": "", "name": "前台", "phone": "13800000001", "no": "P-10000003"},
	}
	w.tables["main/lines"] = []plan.Record{{"no": "P-10000001", "note": "给我自己"}, {"no": "P-10000002", "note": "王五的秘密"}, {"no": "P-10000003", "note": "放前台"}}
	w.tables["main/shots"] = []plan.Record{{"user_id": "u-1", "url": "shots/of-u1.png"}, {"user_id": "u-1", "url": "shots/of-u2.png"}, {"user_id": "u-2", "url": "shots/of-u2.png"},
		{"user_id": "u-1", "url": "me.png"}, {"user_id": "u-2", "url": "me.png"}}
	w.tables["main/captions"] = []plan.Record{{"url": "shots/of-u1.png", "words": "我的照片"}, {"url": "shots/of-u2.png", "words": "王五的照片"}, {"url": "me.png", "words": "王五自己"}}
	return w
}

// TestNoCopyOfWhatIsOthers: neither a gift nor an address that the person wrote into
// their own row leads to what is somebody else's, and the copy says what it left out.
func TestNoCopyOfWhatIsOthers(t *testing.T) {
	w := newNeighbours(t)
	w.round()
	if len(w.handed) != 1 {
		t.Fatal(w)
	}
	data := opened(t, w.handed[0].Body)["data.json"]
	for text, want := range map[string]bool{"给我自己": true, "我的照片": true, "王五": false} {
		if strings.Contains(data, text) != want {
			t.Errorf("%s: %v\n%s", text, !want, data)
		}
	}
	if !strings.Contains(w.request.Note.ZH, "共用的标识") {
		t.Errorf("it does not say what it left out: %s", w.request.Note.ZH)
	}
}

// TestNoCorrectionOfWhatIsOthers: a correction writes only to what is the person's.
func TestNoCorrectionOfWhatIsOthers(t *testing.T) {
	w := newNeighbours(t)
	r := w.ask(rights.Correct)
	r.Detail.Values = map[string]string{"recipient-address": "改了"}
	w.round()
	for _, line := range w.tables["main/lines"] {
		if changed := line["note"] == "改了"; changed != (line["no"] == "P-10000001") {
			t.Errorf("%v", line)
		}
	}
}

// TestCountingAsksNobody: an amount is no copy, and costs no search.
func TestCountingAsksNobody(t *testing.T) {
	w := newNeighbours(t)
	if _, err := w.office.Held(t.Context(), w.request.Subject, w.now); err != nil || w.looked != 0 {
		t.Errorf("%d searches, %v", w.looked, err)
	}
	w.round()
	if w.looked == 0 {
		t.Error("a copy asked nobody")
	}
}
