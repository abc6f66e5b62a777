import { Caller, type Options } from "./call.js";
import type { Routes } from "./types.js";
import { clock, Verdict, type Clock } from "./verdict.js";

/** A Question is what a back end wants to know: may this be done for this person, may the person be refused service. */
export type Question = Routes["/v1/decisions"]["in"];

type In<R extends keyof Routes> = Routes[R]["in"];
type Out<R extends keyof Routes> = Promise<Routes[R]["out"]>;

interface Waiting {
  question: Question;
  settle: (v: Verdict) => void;
}

/** A Client asks Volens. Verdicts deny whatever fails; everything else rejects with a VolensError. */
export class Client {
  readonly #caller: Caller;
  readonly #now: Clock;
  #waiting: Waiting[] = [];

  constructor(options: Options, now: Clock = clock) {
    this.#caller = new Caller(options);
    this.#now = now;
  }

  /**
   * decide answers a question and never rejects: where no answer came, the
   * verdict denies. Questions of one tick travel together.
   */
  decide(question: Question): Promise<Verdict> {
    return new Promise((settle) => {
      if (this.#waiting.push({ question, settle }) === 1) {
        queueMicrotask(() => this.#flush());
      }
    });
  }

  /** decideAll answers many questions, in their order. */
  decideAll(questions: readonly Question[]): Promise<Verdict[]> {
    return Promise.all(questions.map((q) => this.decide(q)));
  }

  /** ask says what may be put to the person now, or silence and why. */
  ask(body: In<"/v1/asks">, idempotencyKey?: string): Out<"/v1/asks"> {
    return this.#caller.post("/v1/asks", body, {}, idempotencyKey === undefined ? {} : { "Idempotency-Key": idempotencyKey });
  }

  /** answer takes the person's answers to an ask; the same again gives the same receipt. */
  answer(ask: string, body: In<"/v1/asks/{id}/answers">): Out<"/v1/asks/{id}/answers"> {
    return this.#caller.post("/v1/asks/{id}/answers", body, { id: ask });
  }

  /** withdraw ends consent at once. */
  withdraw(body: In<"/v1/withdrawals">): Out<"/v1/withdrawals"> {
    return this.#caller.post("/v1/withdrawals", body);
  }

  /** consents says what the person said, use by use. */
  consents(body: In<"/v1/consents/search">): Out<"/v1/consents/search"> {
    return this.#caller.post("/v1/consents/search", body);
  }

  /** link makes a link to the person's own pages, for this person's browser only. */
  link(body: In<"/v1/links">): Out<"/v1/links"> {
    return this.#caller.post("/v1/links", body);
  }

  #flush(): void {
    const all = this.#waiting;
    this.#waiting = [];
    for (let i = 0; i < all.length; i += MOST) {
      void this.#batch(all.slice(i, i + MOST));
    }
  }

  /** #batch asks together and settles each: what is no verdict denies. */
  async #batch(all: Waiting[]): Promise<void> {
    const asked = this.#now();
    const questions = all.map((w) => w.question);
    const [only] = questions;
    let wires: unknown[] = [];
    try {
      if (only !== undefined && questions.length === 1) {
        wires = [await this.#caller.post("/v1/decisions", only)];
      } else {
        const out = await this.#caller.post("/v1/decisions/batch", { questions });
        // As many answers as questions, or nobody knows whose is whose.
        wires = out.verdicts?.length === all.length ? out.verdicts : [];
      }
    } catch {
      // Nothing to tell apart: every verdict of this batch denies.
    }
    all.forEach((w, i) => w.settle(Verdict.of(wires[i], asked, this.#now)));
  }
}

/** How many questions one request takes. */
const MOST = 256;
