package consent

import "time"

// A Stored is a version of the declaration that was uploaded.
type Stored struct {
	Hash     string
	Uploaded time.Time
	Version  int64 // log index of its upload
}

// An Activated is a time when a version came into use; the newest one is in use.
type Activated struct {
	Hash    string
	At      time.Time
	Version int64 // log index of the activation
}
