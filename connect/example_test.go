package connect_test

import (
	"context"
	"fmt"

	"github.com/volens/volens/connect"
)

// An address comes from the environment; one that is wrong is not repeated.
func ExampleCatalogue() {
	_, err := connect.Catalogue(context.Background(), "jdbc:mysql://root:secret@db/shop")
	fmt.Println(err)
	// Output:
	// this is not the address of a database
}
