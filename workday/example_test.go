package workday_test

import (
	"fmt"
	"time"

	"github.com/volens/volens/workday"
)

// Someone closes an account on the eve of the National Day holiday of 2026, and
// the data is due for erasure in 15 working days. Saturday 10 October is worked.
func ExampleCalendar_After() {
	closed := time.Date(2026, 9, 30, 21, 15, 0, 0, workday.Shanghai)
	due := workday.China().After(closed, 15)
	fmt.Println(due.LastDay, due.Certainty)
	fmt.Println(due.At.Format(time.RFC3339))

	// The notice for 2027 is not loaded: the earliest date it could bring.
	fmt.Println(workday.China().After(time.Date(2026, 12, 30, 9, 0, 0, 0, workday.Shanghai), 3).Certainty)
	// Output:
	// 2026-10-27 final
	// 2026-10-28T00:00:00+08:00
	// provisional
}
