/**
 * The Volens client for Node and browsers. Whatever fails, a verdict denies; and
 * whatever fails, nobody is turned away for having said no.
 *
 * An API key belongs in a back end. In a browser, point the client at your own
 * back end, which answers in the same shapes for the person who is signed in.
 */
export { VolensError, type Options } from "./call.js";
export { Client, type Question } from "./client.js";
export { guard, optional, permitted, verdictOf, type Answering, type Handler, type Hooks, type Who } from "./guard.js";
export type * from "./types.js";
export { UNREACHABLE, Verdict } from "./verdict.js";
