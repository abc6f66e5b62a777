//go:build !linux

package testdb

import "syscall"

// attributes makes a process run as owner. Only Linux can tie its life to ours.
func attributes(owner *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: owner}
}

// slay ends the server; its children end when they notice.
func (s *server) slay() {
	_ = s.cmd.Process.Kill()
	<-s.gone
}
