package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"text/tabwriter"
)

func main() {
	bin := flag.String("bin", "../bin", "where the programs volens and readyaml are")
	rounds := flag.Int("rounds", 21, "how many pairs to run")
	flag.Parse()
	folder, err := os.MkdirTemp("", "volens-bench-")
	must(err)
	defer os.RemoveAll(folder)
	describeMachine(os.Stdout)
	report(os.Stdout, *rounds, lintPairs(os.Stdout, *bin, folder))
}

func describeMachine(w io.Writer) {
	fmt.Fprintf(w, "%s, %s/%s, %d processors\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
}

// report runs the pairs and prints a table of their ratios.
func report(out io.Writer, rounds int, pairs []pair) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "\nmedian of %d pairs\tratio\tmin\tmax\tgoal\t\n", rounds)
	for _, p := range pairs {
		r := p.run(rounds)
		fmt.Fprintf(w, "%s / %s\t%.2f\t%.2f\t%.2f\t%s\t%s\n",
			p.what, p.with, r.median, r.least, r.most, p.goalText(), p.verdict(r))
	}
	must(w.Flush())
}
