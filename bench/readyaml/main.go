// Readyaml reads a YAML file into nodes and exits. It is what the whole process of
// `volens lint` is compared with.
package main

import (
	"log"
	"os"

	"go.yaml.in/yaml/v4"
)

func main() {
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	var doc yaml.Node
	if err := yaml.Load(text, &doc); err != nil {
		log.Fatal(err)
	}
}
