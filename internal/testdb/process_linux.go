package testdb

import "syscall"

// attributes makes a process run as owner and end when the test binary does,
// however that ends.
func attributes(owner *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: owner, Pdeathsig: syscall.SIGQUIT}
}
