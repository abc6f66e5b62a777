package archive_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"time"

	"github.com/volens/volens/erase/archive"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/lang"
)

// What one table holds about a person becomes a file that opens anywhere.
func Example() {
	c := archive.Copy{
		Processor: lang.Text{ZH: "示例商店", EN: "Example Shop"}, Request: "07-abc", At: time.Unix(1_800_000_000, 0),
		Sections: []archive.Section{{
			Store: "main", Holding: "orders", Name: lang.Text{ZH: "订单", EN: "Orders"},
			Columns: []archive.Column{{Name: "phone", Item: lang.Text{ZH: "电话号码", EN: "Phone number"}}},
			Records: []plan.Record{{"phone": "13800138000"}},
		}},
	}
	var b bytes.Buffer
	if err := archive.Write(&b, c, ""); err != nil {
		fmt.Println(err)
		return
	}
	z, _ := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	for _, f := range z.File {
		fmt.Println(f.Name)
	}
	// Output:
	// index.html
	// data.json
	// csv/01-main-orders.csv
	// manifest.json
	// SHA256SUMS
}
