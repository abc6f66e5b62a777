// Package client puts a back end in touch with Volens: it asks for verdicts,
// puts asks to people, takes their answers and their withdrawals, and guards
// HTTP handlers.
//
// Whatever fails, a verdict denies: no network, a slow server, a key that was
// taken away, a verdict whose time is over. And whatever fails, nobody is turned
// away for it: a handler that lacks a permission runs without it, unless Volens
// itself says that service may be refused (draft Art. 19(3), PIPL Art. 16).
//
// A client may keep a replica ([Client.Follow]): verdicts then come from this
// process, without a request each, and are never older than [decide.Holds]. A
// signed snapshot ([OpenSnapshot]) does the same without a network for as long
// as its lease lasts.
//
// An API key opens what is known about people: it belongs in a back end, never
// in a browser or an app.
package client
