package value_test

import (
	"fmt"
	"testing"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/value"
	"github.com/volens/volens/law"
)

// What is said of a place may hold what was erased: only where it stands by itself is it
// that.
func ExampleVeil() {
	fmt.Println(value.Veil("avatars/7/a7.png", "7", "{person}"))
	// Output: avatars/{person}/a7.png
}

func TestTelling(t *testing.T) {
	for text, want := range map[string]bool{"13800000007": true, "12345": false, "123456": true, "上海市": false, "欧阳七七七": true, "a@b.c": true, "": false, "四个字啊": false} {
		if value.Telling(text) != want {
			t.Errorf("%q: %t", text, !want)
		}
	}
}

func TestEmpty(t *testing.T) {
	for typ, want := range map[string]declaration.Transform{
		"varchar(20)": "blank", "TEXT": "blank", "jsonb": "fixed:{}", "uuid": "fixed:00000000-0000-0000-0000-000000000000", "boolean": "fixed:false",
		"year(4)": "fixed:1970", "datetime(6)": "fixed:1970-01-01", "time": "fixed:00:00:00", "numeric(10,2)": "fixed:0", "enum('a')": "blank", "geometry": "blank",
	} {
		if got := value.Empty(typ); got != want {
			t.Errorf("%s: %s, want %s", typ, got, want)
		}
	}
}

func TestSingular(t *testing.T) {
	for item, want := range map[law.ItemID]bool{"phone": true, "nickname": true, "id-type": false, "": false, "shoe-size-of-mine": true, "gender": false} {
		if got := value.Singular(item); got != want {
			t.Errorf("%s: %t", item, got)
		}
	}
}
