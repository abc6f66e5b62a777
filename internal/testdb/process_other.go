//go:build !linux

package testdb

import "syscall"

// attributes makes a process run as owner. Only Linux can tie its life to ours.
func attributes(owner *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: owner}
}
