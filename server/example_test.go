package server_test

import (
	"fmt"

	"github.com/volens/volens/server"
)

// A key is shown once; what is stored is its hash.
func ExampleNewKey() {
	key, hash := server.NewKey()
	fmt.Println(len(key) > 24, hash == server.HashKey(key), hash == key)
	fmt.Println(server.Scopes())
	// Output:
	// true true false
	// [consent decide link keys who people declare hooks stop feed requests]
}
