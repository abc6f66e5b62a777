package fault_test

import (
	"fmt"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/law"
)

func ExampleError_Citing() {
	err := fault.New(fault.Refused, "不接受概括性同意", "a blanket answer does not count").
		Citing("answer-blanket", law.Cite(law.Draft, "21(1)"))
	fmt.Println(err.Public.EN)
	fmt.Println(err.Cites[0].Short().EN, "-", err.Cites[0].Status())
	// Output:
	// a blanket answer does not count
	// draft 2021 Art. 21(1) - draft
}
