package client

import (
	"github.com/volens/volens/lang"
	"github.com/volens/volens/replica"
)

// SetClock gives a client that was just made another clock.
func (c *Client) SetClock(clock replica.Clock) { c.clock = clock }

// OpenSnapshotAt is OpenSnapshot with another clock.
func OpenSnapshotAt(file, publicKey string, clock replica.Clock) (*Client, error) {
	return openSnapshot(file, publicKey, lang.ZH, clock)
}
