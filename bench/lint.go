package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/volens/volens/bench/measure"
	declared "github.com/volens/volens/declaration"
	"github.com/volens/volens/lint"
)

// The sizes, in lines: a long declaration, and twenty of them in one.
const (
	long  = 6_000
	times = 20
)

// lintPairs compares linting with reading the same YAML into nodes, and with
// itself on a declaration twenty times as long. The declaration is written into
// folder for the programs in bin.
func lintPairs(out io.Writer, bin, folder string) []measure.Pair {
	text, twenty := declaration(long), declaration(times*long)
	describe(out, text)
	describe(out, twenty)
	volens, read, file := filepath.Join(bin, "volens"), filepath.Join(bin, "readyaml"), filepath.Join(folder, "volens.yaml")
	must(os.WriteFile(file, []byte(text), 0o600))
	return []measure.Pair{
		compare("lint", "YAML", func() { lintText(text) }, func() { loadYAML(text) }, measure.AtMost("", 1.5)),
		compare("parse", "YAML", func() { parseText(text) }, func() { loadYAML(text) }, measure.Goal{}),
		compare("lint, 20 times the lines", "lint", func() { lintText(twenty) }, func() { lintText(text) }, measure.AtMost("", 25)),
		compare("YAML, 20 times the lines", "YAML", func() { loadYAML(twenty) }, func() { loadYAML(text) }, measure.Goal{}),
		compare("volens lint, the process", "readyaml", process(volens, "lint", file), process(read, file), measure.AtMost("", 3)),
		compare("volens version, the process", "readyaml", process(volens, "version"), process(read, file), measure.Goal{}),
	}
}

func compare(what, with string, run1, run2 func(), goal measure.Goal) measure.Pair {
	return measure.Pair{What: what, With: with, Unit: "ns", Run1: measure.Each(run1), Run2: measure.Each(run2), Goal: goal}
}

func describe(out io.Writer, text string) {
	d := parseText(text)
	fmt.Fprintf(out, "declaration of %d lines, %d KiB: %d uses, %d findings\n",
		strings.Count(text, "\n"), len(text)>>10, len(d.Uses()), len(lint.Run(d, lint.Options{})))
}

// process runs a program to its end. That it finds something is no failure.
func process(name string, args ...string) func() {
	return func() {
		err := exec.Command(name, args...).Run()
		if exited := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exited) {
			panic(err)
		}
	}
}

// source is a declaration of one file.
func source(text string) declared.Source {
	return declared.Source{Files: []declared.File{{Name: "volens.yaml", Text: text}}}
}

// loadYAML is what linting is compared with: the same library reading the same
// text into nodes.
func loadYAML(text string) {
	var doc yaml.Node
	must(yaml.Load([]byte(text), &doc))
}

// parseText reads the declaration, and no more.
func parseText(text string) *declared.Declaration {
	d, err := declared.Parse(source(text))
	must(err)
	return d
}

// lintText does what `volens lint` does between reading the file and printing.
func lintText(text string) []lint.Finding {
	return lint.Run(parseText(text), lint.Options{})
}

// must stops where the benchmark itself is broken.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
