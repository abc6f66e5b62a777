import type { Client } from "./client.js";
import type { Problem, Reason } from "./types.js";
import { UNREACHABLE, Verdict } from "./verdict.js";

/** An Answering is what a guard needs of a response: node:http has it, and so have the frameworks on top of it. */
export interface Answering {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(body: string): unknown;
}

/** A Handler answers a request. */
export type Handler<Req extends object, Res extends Answering> = (req: Req, res: Res) => unknown;

/** A Who tells whose request it is: the service's own id for the person, "" or undefined for somebody who is not known. */
export type Who<Req> = (req: Req) => string | undefined | Promise<string | undefined>;

/** Hooks change what a guard does. */
export interface Hooks<Req extends object, Res extends Answering> {
  /** Sends a person who was not asked yet to the ask. */
  toAsk?: Handler<Req, Res>;
  /** Answers a person whom Volens says may be refused, in place of the problem document. */
  refused?: Handler<Req, Res>;
  /** Runs in place of the guarded handler wherever the use is not permitted and the person may not be turned away for it. */
  without?: Handler<Req, Res>;
}

const found = new WeakMap<object, Map<string, Verdict>>();

/** permitted says whether a guard in front of this request found the use permitted and may still be relied on. */
export function permitted(req: object, use: string): boolean {
  return verdictOf(req, use)?.permits() ?? false;
}

/** verdictOf returns the verdict that a guard in front of this request found. */
export function verdictOf(req: object, use: string): Verdict | undefined {
  return found.get(req)?.get(use);
}

function keep(req: object, use: string, v: Verdict): void {
  const all = found.get(req) ?? new Map<string, Verdict>();
  found.set(req, all.set(use, v));
}

/**
 * optional asks whether the use is permitted and runs the handler in any case: it
 * asks permitted() and goes without the item where it may not have it.
 */
export function optional<Req extends object, Res extends Answering>(client: Client, use: string, who: Who<Req>) {
  return (next: Handler<Req, Res>): Handler<Req, Res> =>
    async (req, res) => {
      const subject = await identify(req, who);
      keep(req, use, subject ? await client.decide({ subject, action: "process", use }) : Verdict.unreachable());
      return next(req, res);
    };
}

/**
 * guard is for a use that the function cannot work without. Where it is not
 * permitted it asks whether service may be refused, and only then turns the
 * person away, with a problem document that names the articles. A person who was
 * not asked is sent to the ask; where there is no ground to refuse, the handler
 * runs without the item; where no answer came, that is an outage (503).
 */
export function guard<Req extends object, Res extends Answering>(
  client: Client,
  use: string,
  who: Who<Req>,
  hooks: Hooks<Req, Res> = {},
) {
  return (next: Handler<Req, Res>): Handler<Req, Res> =>
    async (req, res) => {
      const subject = await identify(req, who);
      const v = subject ? await client.decide({ subject, action: "process", use }) : Verdict.unreachable();
      keep(req, use, v);
      if (v.permits()) {
        return next(req, res);
      }
      const refusal = subject ? await client.decide({ subject, action: "refuse-service", use }) : undefined;
      return turn(refusal, hooks, next)(req, res);
    };
}

/** identify takes a Who that fails for one that does not know. */
async function identify<Req>(req: Req, who: Who<Req>): Promise<string | undefined> {
  try {
    return await who(req);
  } catch {
    return undefined;
  }
}

function turn<Req extends object, Res extends Answering>(
  refusal: Verdict | undefined,
  hooks: Hooks<Req, Res>,
  next: Handler<Req, Res>,
): Handler<Req, Res> {
  if (refusal === undefined || refusal.has("refusal-not-asked")) {
    return hooks.toAsk ?? hooks.without ?? problem(428, "refusal-not-asked", refusal?.reasons ?? [], ASK_FIRST);
  }
  if (OUTAGES.some((rule) => refusal.has(rule))) {
    return hooks.without ?? problem(503, UNREACHABLE, [], "");
  }
  if (refusal.permits()) {
    const ground = refusal.reasons.find((r) => GROUNDS.includes(r.rule)) ?? refusal.reasons[0];
    return hooks.refused ?? problem(403, ground?.rule ?? "refusal-necessary", ground ? [ground] : [], "");
  }
  return hooks.without ?? next;
}

/** What a verdict says where nobody could tell: nothing about the person. */
const OUTAGES = [UNREACHABLE, "replica-stale", "record-behind"];

/** What a permit to refuse service rests on. */
const GROUNDS = ["refusal-necessary", "refusal-other-basis"];

const ASK_FIRST =
  "先经 POST /v1/asks 询问此人（trigger 为 function），再重试 / ask the person first with POST /v1/asks (trigger function), then try again";
const OUTAGE = "同意状态暂时无法确认，请稍后再试 / consent cannot be looked up for the moment: try again";

function problem(status: number, rule: string, reasons: readonly Reason[], fix: string) {
  return (_: object, res: Answering): void => {
    const p: Problem = { type: `urn:volens:problem:${rule}`, title: rule, status, rule };
    const detail = status === 503 ? OUTAGE : reasons[0]?.message;
    if (detail) {
      p.detail = detail;
    }
    if (fix) {
      p.fix = fix;
    }
    p.articles = reasons.flatMap((r) => r.articles ?? []);
    res.statusCode = status;
    res.setHeader("Content-Type", "application/problem+json");
    res.setHeader("Cache-Control", "no-store");
    if (status === 503) {
      res.setHeader("Retry-After", "1");
    }
    res.end(JSON.stringify(p));
  };
}
