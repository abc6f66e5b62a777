package ledger_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/volens/volens/ledger"
)

// Facts of RFC 8785: sections 3.2.2 (primitives), 3.2.3 (order of keys).
func TestCanonicalJSON(t *testing.T) {
	tests := map[string]struct{ in, want string }{
		"no spaces":              {" { \"a\" : [ 1 , 2 ] } ", `{"a":[1,2]}`},
		"literals":               {`[null,true,false]`, `[null,true,false]`},
		"whole numbers":          {`[-0,0,-5,9007199254740991,-9007199254740991]`, `[0,0,-5,9007199254740991,-9007199254740991]`},
		"short escapes":          {`"\u0008\u0009\u000a\u000c\u000d\u0022\u005c\u002f"`, `"\b\t\n\f\r\"\\/"`},
		"other controls":         {`"\u000F\u001f\u007f"`, "\"\\u000f\\u001f\u007f\""},
		"nothing else escaped":   {`"\u20ac\u2028<>&'"`, "\"€\u2028<>&'\""},
		"surrogate pair":         {`"\ud83d\ude02"`, `"😂"`},
		"not normalised":         {`"A\u030a"`, "\"A\u030a\""},
		"keys by UTF-16":         {`{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}`, "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}"},
		"order of arrays stays":  {`[3,1,2]`, `[3,1,2]`},
		"nested":                 {`{"b":{"z":[{}],"a":{}},"a":"1.5"}`, `{"a":"1.5","b":{"a":{},"z":[{}]}}`},
		"digits inside a string": {`{"\"1.5":"\\"}`, `{"\"1.5":"\\"}`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := ledger.Canonical(json.RawMessage(tt.in))
			if err != nil || string(got) != tt.want {
				t.Errorf("Canonical(%s) = %s, %v; want %s", tt.in, got, err, tt.want)
			}
			if again, err := ledger.Canonical(json.RawMessage(got)); err != nil || string(again) != tt.want {
				t.Errorf("canonical JSON is not its own canonical form: %s, %v", again, err)
			}
		})
	}
}

func TestCanonicalRefuses(t *testing.T) {
	tests := map[string]any{
		"fraction":          json.RawMessage(`[1.5]`),
		"whole but written": json.RawMessage(`1.0`),
		"exponent":          json.RawMessage(`{"a":1e3}`),
		"2^53":              json.RawMessage(`9007199254740992`),
		"-2^53":             int64(-1 << 53),
		"beyond 64 bits":    json.RawMessage(`99999999999999999999`),
		"not a number":      math.NaN(),
		"function":          func() {},
		"broken":            json.RawMessage(`{"secret-word":`),
		"duplicate key":     json.RawMessage(`{"secret-word":1,"secret-word":2}`),
		"lone surrogate":    json.RawMessage(`"secret-word\ud800"`),
		"not UTF-8":         json.RawMessage("\"secret-word\xff\""),
	}
	for name, v := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := ledger.Canonical(v)
			if err == nil {
				t.Fatalf("accepted as %s", got)
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("the error quotes the input: %v", err)
			}
		})
	}
}
