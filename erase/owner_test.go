package erase

import (
	"strings"
	"testing"

	"github.com/volens/volens/erase/plan"
)

// TestGiftIsOfWhoeverGaveIt: another customer's order carries the phone number of the
// person who is erased.
func TestGiftIsOfWhoeverGaveIt(t *testing.T) {
	for _, number := range []string{"13800000007", "1380007"} { // one of them is too short to be looked for within texts
		giftOf8(t, number)
	}
}

func giftOf8(t *testing.T, number string) {
	w := newWorld(t)
	w.bases["orders"].rows["users"][0]["phone"] = number
	w.bases["orders"].rows["sales"][0]["receiver_phone"] = "13911111111"
	w.bases["orders"].rows["sales"][2]["receiver_phone"] = number // 8 sends a gift to 7
	id := w.order().ID
	w.days(3)
	if c := w.read(id); c.State != Closed {
		t.Fatalf("not closed: %+v", c.Stores)
	}
	if all := w.of("", true); !strings.Contains(all, "receiver=司马八 receiver_phone="+number) || !strings.Contains(all, "labels/S-80001.pdf") || strings.Contains(all, "S-7000") {
		t.Errorf("after:\n%s", all)
	}
}

// TestNobodysRowGoes: an order without an account is of whoever has the number, as
// long as no row of others has it.
func TestNobodysRowGoes(t *testing.T) {
	w := newWorld(t)
	for _, owner := range []string{"", "0"} {
		w.bases["orders"].rows["sales"] = append(w.bases["orders"].rows["sales"],
			plan.Record{"sn": "G" + owner, "user_id": owner, "order_sn": "S-0000" + owner, "receiver_phone": "13800000007", "created": "2025-06-02 10:00:00"})
	}
	id := w.order().ID
	w.days(3)
	if c := w.read(id); c.State != Closed || strings.Contains(w.of("", true), "13800000007") {
		t.Errorf("%+v\n%s", c.Stores, w.of("", true))
	}
}

// TestWhatStandsForNothingLeadsNowhere: the company writes a phone number that it does
// not know in some way of its own.
func TestWhatStandsForNothingLeadsNowhere(t *testing.T) {
	for _, nothing := range []string{"0", "-1", "null", "NONE", "-", "unknown", "00000000000", "00000000-0000-0000-0000-000000000000"} {
		w := newWorld(t)
		for _, u := range w.bases["orders"].rows["users"] {
			u["phone"] = nothing
		}
		for _, s := range w.bases["orders"].rows["sales"] {
			s["receiver_phone"] = nothing
			if s["user_id"] == "8" {
				s["user_id"] = "0" // without an account
			}
		}
		id := w.order().ID
		w.days(3)
		if c := w.read(id); c.State != Closed {
			t.Fatalf("%q: not closed: %+v", nothing, c.Stores)
		}
		if all := w.of("", true); !strings.Contains(all, "S-80001.pdf") || !strings.Contains(all, "sn=S-80001") || strings.Contains(all, "S-7000") {
			t.Errorf("%q, after:\n%s", nothing, all)
		}
	}
}

// newGallery is a shop in which people have portraits and reviews with pictures, each
// an object that is called by its address.
func newGallery(t *testing.T) *world {
	t.Helper()
	w := newWorldWith(t, func(text string) string {
		text = strings.Replace(text, "          phone: {item: phone, gives: phone}\n", `          phone: {item: phone, gives: phone}
          portrait: {item: avatar, gives: picture}
      reviews:
        found: [{in: user_id, by: person}]
        fields:
          pictures: {item: avatar, gives: picture}
`, 1)
		return strings.Replace(text, `      "portraits/{person}/"`, `      "pics/{picture}": {fields: {content: {item: avatar}}}`+"\n"+`      "portraits/{person}/"`, 1)
	})
	b := w.bases["orders"]
	b.columns["users"] = append(b.columns["users"], "portrait")
	b.columns["reviews"] = []string{"id", "user_id", "pictures"}
	b.columns["goods"] = []string{"id", "picture"}
	b.rows["users"][0]["portrait"], b.rows["users"][1]["portrait"], b.rows["users"][2]["portrait"] = "portrait-of-7.png", "portrait-of-8.png", "default.png"
	b.rows["reviews"] = []plan.Record{{"id": "1", "user_id": "7", "pictures": `["review-by-7-a.png","review-by-7-b.png"]`}, {"id": "2", "user_id": "8", "pictures": `["review-by-8.png"]`}}
	b.rows["goods"] = []plan.Record{{"id": "1", "picture": "/pics/goods-0001.png"}}
	for _, name := range []string{"portrait-of-7.png", "portrait-of-8.png", "default.png", "review-by-7-a.png", "review-by-7-b.png", "review-by-8.png", "goods-0001.png"} {
		w.bases["files"].rows["pics/{picture}"] = append(w.bases["files"].rows["pics/{picture}"], plan.Record{"path": "pics/" + name})
	}
	return w
}

// TestOwnPicturesGo: what only the person's own rows name is theirs.
func TestOwnPicturesGo(t *testing.T) {
	w := newGallery(t)
	id := w.order().ID
	w.days(3)
	if c := w.read(id); c.State != Closed {
		t.Fatalf("not closed: %+v", c.Stores)
	}
	if all := w.of("", true); strings.Contains(all, "of-7") || strings.Contains(all, "by-7") || strings.Count(all, "path=pics/") != 4 {
		t.Errorf("after:\n%s", all)
	}
}

// TestPicturesOfOthersStay: an address that others share leads nowhere, whoever wrote
// it into the person's rows, and people say whose it is.
func TestPicturesOfOthersStay(t *testing.T) {
	for _, picture := range []string{"portrait-of-8.png", "review-by-8.png", "default.png", "goods-0001.png"} {
		w := newGallery(t)
		w.bases["orders"].rows["reviews"][0]["pictures"] = `["review-by-7-a.png","` + picture + `"]`
		w.bases["files"].rows["pics/{picture}"] = plan.Filtered(w.bases["files"].rows["pics/{picture}"], func(r plan.Record) bool { return r["path"] != "pics/review-by-7-b.png" })
		id := w.order().ID
		w.days(3)
		if all := w.of("", true); strings.Contains(all, "of-7") || strings.Contains(all, "by-7") || strings.Count(all, "path=pics/") != 4 {
			t.Errorf("%s, after:\n%s", picture, all)
		}
		c := w.read(id)
		if p, _ := c.progress("files"); p.Reason != ReasonShared || p.Phase == Done {
			t.Fatalf("%s: nobody is plan.Asked: %+v", picture, p)
		}
		for _, p := range c.Stores {
			if p.Phase == Done {
				continue
			}
			if err := w.r.Manual(t.Context(), id, p.Store, "looked at by hand", "ops", w.now); err != nil {
				t.Fatal(err)
			}
		}
		w.days(0.5)
		if c := w.read(id); c.State != Closed {
			t.Errorf("%s: not closed: %+v", picture, c.Stores)
		}
		w.proved(t, id)
	}
}

// TestNumberOfTwoAccounts: what lies under a phone number that two accounts have is
// left to people.
func TestNumberOfTwoAccounts(t *testing.T) {
	w := newWorld(t)
	w.bases["orders"].rows["users"][1]["phone"] = "13800000007"
	w.bases["orders"].rows["sales"] = append(w.bases["orders"].rows["sales"],
		plan.Record{"sn": "G", "order_sn": "S-00001", "receiver_phone": "13800000007", "created": "2025-06-02 10:00:00"})
	id := w.order().ID
	w.days(3)
	if p, _ := w.read(id).progress("orders"); p.Reason != ReasonShared || p.Phase == Done {
		t.Errorf("nobody is plan.Asked: %+v", p)
	}
	if all := w.of("", true); !strings.Contains(all, "sn=G") || strings.Contains(all, "S-7000") {
		t.Errorf("after:\n%s", all)
	}
}

// TestTooManyToAskAbout: of more identifiers than can be plan.Asked about none is followed.
func TestTooManyToAskAbout(t *testing.T) {
	w := newGallery(t)
	var names []string
	for i := range plan.Asked + 1 {
		names = append(names, `"review-by-7-`+strings.Repeat("x", i)+`.png"`)
	}
	w.bases["orders"].rows["reviews"][0]["pictures"] = "[" + strings.Join(names, ",") + "]"
	w.bases["files"].rows["pics/{picture}"] = append(w.bases["files"].rows["pics/{picture}"], plan.Record{"path": "pics/review-by-7-x.png"})
	id := w.order().ID
	w.days(1)
	if p, _ := w.read(id).progress("files"); p.Reason != ReasonShared || !strings.Contains(w.of("", true), "review-by-7-x.png") {
		t.Errorf("%+v", p)
	}
}

// TestWhatAnonymisingWritesLeadsNowhere: the number that stands in the rows of everybody
// who was erased, in another place than it was written to.
func TestWhatAnonymisingWritesLeadsNowhere(t *testing.T) {
	w := newWorldWith(t, func(text string) string {
		return strings.Replace(text, "          receiver_phone: {item: recipient-phone}", "          receiver_phone: {item: recipient-phone, as: fixed:erased}", 1)
	})
	p := plan.Compile(w.declaration(t), nil, plan.Scope{})
	if got := p.Given([]string{"erased", "138", `["erased","139"]`}); strings.Join(got, " ") != "138 139" {
		t.Errorf("%v", got)
	}
}

// TestShortNamesOfOthersStay: what is too short to be looked for within texts is held
// against what is an identifier as a whole.
func TestShortNamesOfOthersStay(t *testing.T) {
	for picture, others := range map[string]string{
		"def.png": `["x.png"]`, // 8 has it as a portrait
		"x.png":   `["x.png"]`, // 8 has it in a list
		"无":       `["无"]`,
	} {
		w := newGallery(t)
		w.bases["orders"].rows["users"][0]["portrait"], w.bases["orders"].rows["users"][1]["portrait"] = picture, "def.png"
		w.bases["orders"].rows["reviews"][1]["pictures"] = others
		w.bases["files"].rows["pics/{picture}"] = []plan.Record{{"path": "pics/" + picture}}
		id := w.order().ID
		w.days(1)
		if p, _ := w.read(id).progress("files"); p.Reason != ReasonShared || len(w.bases["files"].rows["pics/{picture}"]) != 1 {
			t.Errorf("%s: %+v, left %v", picture, p, w.bases["files"].rows["pics/{picture}"])
		}
	}
}

// TestShortNamesOfTheirOwnGo: a name is not shared because another one holds it by chance.
func TestShortNamesOfTheirOwnGo(t *testing.T) {
	w := newGallery(t)
	w.bases["orders"].rows["users"][0]["portrait"], w.bases["orders"].rows["users"][1]["portrait"] = "7.gf", "70007.gf"
	w.bases["orders"].rows["reviews"][1]["pictures"] = `["17.gf"]`
	w.bases["files"].rows["pics/{picture}"] = []plan.Record{{"path": "pics/7.gf"}, {"path": "pics/17.gf"}}
	id := w.order().ID
	w.days(1)
	if c := w.read(id); c.State != Closed || len(w.bases["files"].rows["pics/{picture}"]) != 1 {
		t.Errorf("%+v, left %v", c.Stores, w.bases["files"].rows["pics/{picture}"])
	}
}

// TestShortNumberOfTwoAccounts: what lies under a number that two accounts wrote is left
// to people.
func TestShortNumberOfTwoAccounts(t *testing.T) {
	for _, number := range []string{"10086", "test", "无", "保密", "1380000"} {
		w := newWorld(t)
		w.bases["orders"].rows["users"][0]["phone"], w.bases["orders"].rows["users"][1]["phone"] = number, number
		w.bases["orders"].rows["sales"][0]["receiver_phone"] = number
		w.bases["orders"].rows["sales"] = append(w.bases["orders"].rows["sales"],
			plan.Record{"sn": "G", "order_sn": "S-00001", "receiver_phone": number, "created": "2025-06-02 10:00:00"})
		id := w.order().ID
		w.days(1)
		if p, _ := w.read(id).progress("orders"); p.Reason != ReasonShared {
			t.Errorf("%s: nobody is asked: %+v", number, p)
		}
		if all := w.of("", true); !strings.Contains(all, "sn=G") || strings.Contains(all, "S-7000") {
			t.Errorf("%s, after:\n%s", number, all)
		}
	}
}
