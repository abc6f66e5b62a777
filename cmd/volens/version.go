package main

import (
	"fmt"
	"runtime/debug"
)

type versionCommand struct{}

// Run prints the version that the Go tool recorded at build time.
func (versionCommand) Run(p *process) error {
	version := "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		version = info.Main.Version
	}
	_, err := fmt.Fprintln(p.out, "volens "+version)
	return err
}
