package server

import (
	"bytes"
	"context"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/volens/volens/authzen"
	"github.com/volens/volens/consent"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// partitions is how many parts people are kept in.
const partitions = 64

// Everyone yields the people of a partition, in any order.
type Everyone func(ctx context.Context, partition int, yield func(consent.Moved) error) error

// PeopleOf lists people page by page, in the order of their lookups: it never
// changes, and a place in it tells nobody who stands there.
func PeopleOf(e Everyone) authzen.People { return everybody(e) }

type everybody Everyone

// People reads on from the partition that after is in. A call may return nobody
// and still not be at the end: an empty partition is a place like any other.
func (e everybody) People(ctx context.Context, after string, limit int) ([]ledger.Subject, string, error) {
	partition, last, err := placeOf(after)
	if err != nil {
		return nil, "", err
	}
	var found []consent.Moved
	err = e(ctx, partition, func(m consent.Moved) error {
		if bytes.Compare(m.Lookup[:], last) > 0 {
			found = append(found, consent.Moved{Subject: m.Subject, Lookup: m.Lookup})
		}
		return nil
	})
	if err != nil {
		return nil, "", err
	}
	slices.SortFunc(found, func(a, b consent.Moved) int { return bytes.Compare(a.Lookup[:], b.Lookup[:]) })
	end := strconv.Itoa(partition+1) + "."
	if partition == partitions-1 {
		end = ""
	}
	if len(found) > limit {
		found = found[:limit]
		end = strconv.Itoa(partition) + "." + hex.EncodeToString(found[limit-1].Lookup[:])
	}
	var all []ledger.Subject
	for _, m := range found {
		all = append(all, m.Subject)
	}
	return all, end, nil
}

// placeOf reads a place: a partition, and the lookup after which to go on.
func placeOf(after string) (partition int, last []byte, err error) {
	if after == "" {
		return 0, nil, nil
	}
	p, hexed, _ := strings.Cut(after, ".")
	partition, errP := strconv.Atoi(p)
	last, errL := hex.DecodeString(hexed)
	if errP != nil || errL != nil || partition < 0 || partition >= partitions {
		return 0, nil, fault.New(fault.Invalid, "page.token 不是先前答复所给", "page.token is none that an answer gave")
	}
	return partition, last, nil
}
