// Package web serves the pages that a person sees: an ask and its steps, what
// was answered, receipts, "my consents" with withdrawal, what is held, and
// everything that a person can ask for, with or without a login.
//
// What holds:
//   - Every page works without JavaScript, in Chinese and in English.
//   - Nothing stands ticked. Agreeing and refusing are buttons of one class, and
//     "basic functions only" is on every step; it refuses what is open and
//     grants nothing (draft 21(1), No.191 III.4).
//   - A separate consent is alone on its page and takes a press of its own
//     (draft 21(2), 73(8)): no form carries two of them, and no request grants
//     two.
//   - A GET changes nothing. A choice that was not made stays unanswered.
//   - A browser is trusted with its own session only: what belongs to somebody
//     else looks the same as what does not exist. The id by which the service
//     knows the person is in no page, header or URL; only the receipt file,
//     which is the person's own copy, holds it.
//   - What hands information out or cannot be undone takes a session that began
//     with the service's own login, done again within fifteen minutes. A copy has
//     no address: only a form of such a session gets it.
//   - Each right is one form on one page, which asks no reason. Whoever cannot log
//     in is answered the same, whoever is known.
//
// How links and sessions are sealed, and which headers every answer carries, is
// in internal/httpx. What may be asked is in consent.
package web
