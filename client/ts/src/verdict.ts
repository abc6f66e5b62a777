import { HOLDS_MS, type Reason, type Verdict as Wire } from "./types.js";

/** The reason of a verdict that nobody gave: no answer came in time, or none that counts. */
export const UNREACHABLE = "unreachable";

/** A moment on two clocks: the monotonic one, and the one on the wall. */
export interface Moment {
  monotonic: number;
  wall: number;
}

/** A clock reads both. */
export type Clock = () => Moment;

/** clock is the clock of this machine. */
export const clock: Clock = () => ({ monotonic: performance.now(), wall: Date.now() });

/**
 * elapsed takes the longer of two measures, in milliseconds. The monotonic clock
 * may stand still while a machine sleeps; the one on the wall may be set back.
 */
function elapsed(from: Moment, to: Moment): number {
  return Math.max(to.monotonic - from.monotonic, to.wall - from.wall);
}

/** A Verdict is one answer with every reason for it. */
export class Verdict {
  /** Every reason, for and against. */
  readonly reasons: readonly Reason[];
  /** Log index of the last entry about the person that the answer knows of; -1 for none. */
  readonly version: number;
  readonly #permit: boolean;
  readonly #asked: Moment;
  readonly #holds: number;
  readonly #now: Clock;

  private constructor(reasons: readonly Reason[], version: number, permit: boolean, asked: Moment, holds: number, now: Clock) {
    this.reasons = reasons;
    this.version = version;
    this.#permit = permit;
    this.#asked = asked;
    this.#holds = holds;
    this.#now = now;
  }

  /**
   * of reads what the server sent. Its time counts from when the question was
   * asked, and is bounded here too; whatever is not a verdict denies.
   */
  static of(wire: unknown, asked: Moment, now: Clock): Verdict {
    const w = (typeof wire === "object" && wire !== null ? wire : {}) as Partial<Wire> & { version?: number };
    if (typeof w.permit !== "boolean" || !Array.isArray(w.reasons) || !Number.isFinite(w.valid_ms)) {
      return Verdict.unreachable();
    }
    const holds = Math.min(w.valid_ms as number, HOLDS_MS);
    const version = Number.isSafeInteger(w.version) ? (w.version as number) : -1;
    return new Verdict(w.reasons, version, w.permit, asked, holds, now);
  }

  /** unreachable denies. */
  static unreachable(): Verdict {
    const message = "没有得到 Volens 的回答，故拒绝 / Volens gave no answer, so the answer is no";
    return new Verdict([{ rule: UNREACHABLE, articles: [], message }], -1, false, { monotonic: 0, wall: 0 }, 0, clock);
  }

  /** permits says whether the verdict permits, now: past its time a verdict denies, so that it is safe to keep. */
  permits(): boolean {
    return this.#permit && elapsed(this.#asked, this.#now()) < this.#holds;
  }

  /** has says whether one of the reasons is of the rule. */
  has(rule: string): boolean {
    return this.reasons.some((r) => r.rule === rule);
  }
}
