package server

import (
	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
)

// fed describes a feedOut. Numbers that are states are those of decide.State.
type fed struct {
	From   int64          `json:"from"`
	To     int64          `json:"to" doc:"How many entries of the log the caller knows of from here on"`
	Active string         `json:"active" doc:"Hash of the active declaration; empty where none is"`
	AgeMS  int64          `json:"age_ms" doc:"How long before the request the sender itself had last begun to read; 0 for the primary"`
	Stops  []consent.Stop `json:"stops,omitempty" doc:"All that are not lifted"`
	Uses   []fedUse       `json:"uses,omitempty" doc:"What said counts in"`
	People []fedPerson    `json:"people,omitempty" doc:"Everybody with an entry in between, as they stand now"`
	Log    string         `json:"log" doc:"Which log this is: where it is another than before, load anew"`
	Secret string         `json:"secret,omitempty" doc:"32 bytes in base64. A key is the first 16 bytes of SHA-256 over these and the subject, in unpadded base64url"`
}

type fedUse struct {
	Use         declaration.UseID       `json:"use"`
	Fingerprint declaration.Fingerprint `json:"fingerprint"`
}

type fedPerson struct {
	Key     string   `json:"key"`
	Version int64    `json:"version" doc:"Log index of the last entry about the person: what is lower than known is old"`
	Said    []uint32 `json:"said,omitempty" doc:"Place in uses, times 16, and the state"`
	Who     *fedWho  `json:"who,omitempty" doc:"Age, guardian and restriction, where they bear on verdicts"`
}

type fedWho struct {
	Band          uint8 `json:"band,omitempty" doc:"1 under fourteen, 2 fourteen to seventeen"`
	Mode          uint8 `json:"mode,omitempty" doc:"1 restricted, 2 erasing"`
	Lapses        int64 `json:"lapses,omitempty" doc:"From when the band is unknown, Unix milliseconds"`
	GuardianUntil int64 `json:"guardian,omitempty" doc:"Until when the guardian may answer, Unix milliseconds"`
	AgeAt         int64 `json:"age_at" doc:"Log index of what says so, or -1; likewise the next two"`
	GuardianAt    int64 `json:"guardian_at"`
	RestrictedAt  int64 `json:"restricted_at"`
}

type fedDeclaration struct {
	Files []fedFile `json:"files"`
}

type fedFile struct {
	Name string `json:"name"`
	Text string `json:"text"`
}
