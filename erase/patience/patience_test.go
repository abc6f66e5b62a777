package patience_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/volens/volens/erase/patience"
)

// A store that answers is waited for; its answer is what comes back.
func Example() {
	var calls patience.Calls
	n, err := patience.Wait(context.Background(), &calls, "orders", time.Second, func(context.Context) (int, error) { return 7, nil })
	fmt.Println(n, err, calls.Hanging("orders"))
	// Output: 7 <nil> false
}

// A call that does not heed its context is given up on, and the store is left alone
// until it has come back. Other stores are not.
func TestHanging(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var calls patience.Calls
		awake := make(chan struct{})
		asleep := func(context.Context) (int, error) { <-awake; return 1, nil }
		if _, err := patience.Wait(t.Context(), &calls, "orders", time.Second, asleep); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatal(err)
		}
		at := func(store string) error {
			_, err := patience.Wait(t.Context(), &calls, store, time.Second, func(context.Context) (int, error) { return 2, nil })
			return err
		}
		if err := at("orders"); !errors.Is(err, patience.ErrHanging) || !calls.Hanging("orders") {
			t.Errorf("called again while it hangs: %v", err)
		}
		if err := at("files"); err != nil {
			t.Errorf("held up by another store: %v", err)
		}
		close(awake)
		synctest.Wait()
		if err := at("orders"); err != nil {
			t.Errorf("it has come back: %v", err)
		}
	})
}
