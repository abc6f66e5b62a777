package main

import (
	"flag"
	"os"

	"github.com/volens/volens/bench/measure"
)

func main() {
	bin := flag.String("bin", "../bin", "where the programs volens and readyaml are")
	rounds := flag.Int("rounds", 21, "how many pairs to run")
	flag.Parse()
	folder, err := os.MkdirTemp("", "volens-bench-")
	must(err)
	defer os.RemoveAll(folder)
	measure.Machine(os.Stdout)
	measure.NewTable(os.Stdout, *rounds).Run(lintPairs(os.Stdout, *bin, folder)...)
}
