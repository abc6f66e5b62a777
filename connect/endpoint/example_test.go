package endpoint

import (
	"context"
	"fmt"
	"net/http/httptest"

	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/webhook"
)

// A team runs the kit against its own endpoint, on two people made up for it. This
// endpoint does all it should but one thing: it takes an old message for a new one.
func ExampleCheck() {
	server := httptest.NewServer(&reference{
		secret: secret, now: options.Now, seen: webhook.NewMemory(1000), flaw: "takes any time", answers: map[string]Answer{},
		rows: []plan.Record{{"user_id": "test-1", "phone": "1"}, {"user_id": "test-2", "phone": "2"}},
	})
	defer server.Close()
	results, err := Check(context.Background(), server.URL+"#"+secret.Text(),
		Sample{Holding: "profile", Column: "user_id", Person: "test-1", Other: "test-2"}, options)
	for _, r := range results {
		if !r.Passed {
			fmt.Println(r.ID, "-", r.Got)
		}
	}
	fmt.Println(len(results), err)
	// Output:
	// too-old - 应答复 4xx，实为 200 / wanted 4xx, saw 200
	// too-new - 应答复 4xx，实为 200 / wanted 4xx, saw 200
	// 23 <nil>
}
