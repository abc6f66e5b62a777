// Package webhook signs what Volens tells other systems, and checks what they
// are told.
//
// The form is that of Standard Webhooks (standardwebhooks.com): the headers
// webhook-id, webhook-timestamp and webhook-signature; the signature is "v1," and
// the base64 of HMAC-SHA256 over id, timestamp and body, joined by full stops.
// Several signatures may stand side by side, so that a secret can be changed
// without a gap.
//
// Verify holds for the bytes that came in: read the body once, check it, and
// only then decode it. A message is taken once, and only within Tolerance of the
// receiver's clock. A repetition that the sender makes because it saw no answer
// is signed anew and passes: it carries the same id, by which the receiver can
// tell that it did the work already.
//
// There is no clock, no network and no storage here.
package webhook
