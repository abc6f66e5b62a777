import type { Problem, Routes } from "./types.js";

/** A VolensError is a refusal by Volens, or no answer at all (then problem is undefined). */
export class VolensError extends Error {
  /** What is wrong, which articles stand behind it and what to do. */
  readonly problem: Problem | undefined;

  constructor(message: string, problem?: Problem, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "VolensError";
    this.problem = problem;
  }
}

/** Options say where Volens is and who asks. */
export interface Options {
  /** Of Volens; in a browser the address of your own back end, which answers in the same shapes. */
  url: string;
  /** The API key. It opens what is known about people: refused in a browser. */
  key?: string;
  /** How long a request may take, answer included, in milliseconds; a second by default. */
  timeoutMs?: number;
  /** Of messages; Chinese by default. */
  language?: "zh-CN" | "en";
  /** Sends requests; the platform's own by default. */
  fetch?: typeof globalThis.fetch;
}

/** A Caller sends requests, one deadline each. */
export class Caller {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #timeout: number;
  readonly #fetch: typeof globalThis.fetch;

  constructor(o: Options) {
    if (o.key !== undefined && "document" in globalThis) {
      throw new VolensError("API 密钥不得放进浏览器 / an API key must not be in a browser");
    }
    const url = new URL(o.url, "location" in globalThis ? globalThis.location.href : undefined);
    this.#url = url.href.replace(/\/+$/, "");
    this.#headers = {
      "Content-Type": "application/json",
      "Accept-Language": o.language ?? "zh-CN",
      ...(o.key === undefined ? {} : { Authorization: `Bearer ${o.key}` }),
    };
    this.#timeout = o.timeoutMs ?? 1000;
    this.#fetch = o.fetch ?? globalThis.fetch.bind(globalThis);
  }

  /** post sends body to a route and returns the answer; the values fill the route's {names}. */
  async post<R extends keyof Routes>(
    route: R,
    body: Routes[R]["in"],
    values: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<Routes[R]["out"]> {
    const path = route.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ""));
    let status: number;
    let text: string;
    try {
      const res = await this.#fetch(this.#url + path, {
        method: "POST",
        headers: { ...this.#headers, ...headers },
        body: JSON.stringify(body),
        cache: "no-store",
        credentials: "same-origin",
        redirect: "error", // the key is for one address
        signal: AbortSignal.timeout(this.#timeout),
      });
      status = res.status;
      text = await res.text();
    } catch (cause) {
      throw new VolensError("没有得到回答 / no answer came", undefined, cause);
    }
    const answer = parse(text);
    if (status < 200 || status > 299 || answer === undefined) {
      throw refusal(status, answer);
    }
    return answer as Routes[R]["out"];
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** refusal makes an error of a problem document, or of a status: a gateway has answers of its own. */
function refusal(status: number, answer: unknown): VolensError {
  const p = answer as Partial<Problem> | null | undefined;
  if (typeof p === "object" && p !== null && p.status === status && typeof p.type === "string") {
    return new VolensError(p.detail ?? p.type, p as Problem);
  }
  return new VolensError(`HTTP ${status}`);
}
