// Package endpoint erases people from whatever has no connector of its own: the team
// that runs it answers a few signed questions at one address. docs/connectors.md
// says how.
//
// The address is https://host/path#whsec_…: what stands behind the # is the secret
// (two with a comma between them, while one takes the place of the other), and is
// never sent. Each question is signed as a webhook is (package webhook) and carries
// identifiers of people in its body, so that it goes without TLS only into networks
// that the operator allows.
//
// Check is a conformance kit: a team runs it against its own endpoint. Teller tells
// recipients that they have to erase too.
package endpoint
