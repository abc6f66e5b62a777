package testdb

import "testing"

func TestADeadPrimaryIsDeadAltogether(t *testing.T) {
	p := NewPair(t, Synchronous)
	server := p.members[p.primary]
	pids := append(children(server.cmd.Process.Pid), server.cmd.Process.Pid)
	p.KillPrimary()
	if len(pids) < 5 {
		t.Errorf("only %d processes of the primary were found", len(pids))
	}
	for _, pid := range pids {
		if lives(pid) {
			t.Errorf("process %d of the dead primary lives", pid)
		}
	}
}
