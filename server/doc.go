// Package server is the JSON API under /v1 that services talk to. It checks
// credentials, turns bodies into questions and transitions, and turns results
// and faults into JSON; it decides nothing itself.
//
// Subject ids travel in bodies only. No error repeats what was sent. The
// OpenAPI description at /openapi.json is made from the types in this package.
package server
