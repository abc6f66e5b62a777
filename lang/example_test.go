package lang_test

import (
	"fmt"

	"github.com/volens/volens/lang"
)

func ExampleText_In() {
	t := lang.Text{ZH: "撤回同意", EN: "withdraw consent"}
	fmt.Println(t.In(lang.Parse("en-GB,en;q=0.9")))
	fmt.Println(t.In(lang.Parse("zh-Hans-CN")))
	// Output:
	// withdraw consent
	// 撤回同意
}
