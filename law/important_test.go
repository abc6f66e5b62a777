package law

import "testing"

func TestImportantFamilies(t *testing.T) {
	want := []string{"government", "export-control", "economic", "key-industry", "base-data", "infrastructure", "other"}
	got := ImportantFamilies()
	if len(got) != len(want) {
		t.Fatalf("%d families, want %d", len(got), len(want))
	}
	for k, f := range got {
		if f.ID != want[k] || f.Name.ZH == "" || f.Name.EN == "" {
			t.Errorf("family %d is %q %v, want %q", k, f.ID, f.Name, want[k])
		}
		if found, ok := ImportantFamilyByID(f.ID); !ok || found != f {
			t.Errorf("%s finds %v", f.ID, found)
		}
		if f.Cite().Status() != StatusDraft {
			t.Errorf("%s rests on %s", f.ID, f.Cite().Instrument)
		}
	}
	if _, ok := ImportantFamilyByID("secret"); ok {
		t.Error("found a family that is not there")
	}
	got[0].ID = "changed"
	if ImportantFamilies()[0].ID != "government" {
		t.Error("the table can be changed from outside")
	}
}
