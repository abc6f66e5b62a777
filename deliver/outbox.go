package deliver

import (
	"context"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/webhook"
)

// QueueOf is the kind of work that the deliveries to one hook are. Each hook has
// a kind, and so a queue, of its own: one that is down delays only itself.
func QueueOf(hook string) consent.WorkKind { return consent.WorkKind(webhook.QueuePrefix + hook) }

// An Outbox is where work waits. Every method is durable when it returns, and
// may be called by any number of nodes at once.
type Outbox interface {
	// Hooks lists the subscriptions, disabled ones included.
	Hooks(ctx context.Context) ([]consent.Hook, error)
	// Lease takes up to n pieces of work of a kind that are due at now, oldest
	// version first, so that nobody else gets them before until.
	Lease(ctx context.Context, kind consent.WorkKind, n int, now, until time.Time) ([]consent.Task, error)
	// Split ends a piece of work and in the same transaction adds one of each
	// kind, with the same person, key, body and version, due at once. Splitting
	// what has ended already does nothing.
	Split(ctx context.Context, id consent.TaskID, kinds []consent.WorkKind) error
	// Done ends a piece of work.
	Done(ctx context.Context, id consent.TaskID) error
	// Fail gives it back, to be taken again at retry; why holds no personal data.
	Fail(ctx context.Context, id consent.TaskID, retry time.Time, why string) error
	// Bury gives it up: a dead letter, until somebody has it redelivered.
	Bury(ctx context.Context, id consent.TaskID, why string) error
}
