import assert from "node:assert/strict";
import { test } from "node:test";
import { Client, VolensError } from "../dist/index.js";
import { hands, no, serve, yes } from "./harness.mjs";

const question = { subject: "u-1", action: "process", use: "shop/for-you/browsing-history/recommend" };
const key = "vk_TEST";

test("a verdict says what the server says, and denies after its time", async (t) => {
  const { url } = await serve(t, () => ({ body: yes }));
  const clock = hands();
  const v = await new Client({ url, key }, clock.now).decide(question);
  assert.equal(v.permits(), true);
  assert.equal(v.version, 7);
  assert.equal(v.has("consent-granted"), true);
  clock.at.monotonic += 4999;
  assert.equal(v.permits(), true);
  clock.at.monotonic += 1;
  assert.equal(v.permits(), false);
});

test("a machine that slept, or whose clock was set, gains no time", async (t) => {
  const { url } = await serve(t, () => ({ body: yes }));
  for (const [monotonic, wall] of [[0, 5000], [5000, 0], [5000, -3_600_000]]) {
    const clock = hands();
    const v = await new Client({ url, key }, clock.now).decide(question);
    clock.at.monotonic += monotonic;
    clock.at.wall += wall;
    assert.equal(v.permits(), false, `${monotonic} ms on one clock, ${wall} ms on the other`);
  }
});

test("time counts from the question, not from the answer", async (t) => {
  const clock = hands();
  const { url } = await serve(t, () => {
    clock.at.monotonic += 5000; // on its way
    return { body: yes };
  });
  assert.equal((await new Client({ url, key }, clock.now).decide(question)).permits(), false);
});

test("no server can make a verdict last longer than any may", async (t) => {
  const { url } = await serve(t, () => ({ body: { ...yes, valid_ms: 1e12 } }));
  const clock = hands();
  const v = await new Client({ url, key }, clock.now).decide(question);
  clock.at.monotonic += 5000;
  assert.equal(v.permits(), false);
});

const failures = {
  "a status of an error": () => ({ status: 500, body: yes }),
  "a key taken away": () => ({ status: 401, body: { type: "urn:volens:problem:unauthenticated", status: 401 } }),
  "a redirect": () => ({ status: 302, body: yes, headers: { Location: "http://127.0.0.1:1/" } }),
  "no JSON": () => ({ body: "<html>" }),
  "half an answer": () => ({ body: '{"permit":true,' }),
  "nothing": () => ({ body: "" }),
  "null": () => ({ body: null }),
  "a list": () => ({ body: [yes] }),
  "a permit that is a text": () => ({ body: { ...yes, permit: "true" } }),
  "no reasons": () => ({ body: { ...yes, reasons: null } }),
  "no time": () => ({ body: { ...yes, valid_ms: undefined } }),
  "a time that is a text": () => ({ body: { ...yes, valid_ms: "5000" } }),
  "a time that is over": () => ({ body: { ...yes, valid_ms: 0 } }),
  "silence": () => undefined,
};
for (const [name, handle] of Object.entries(failures)) {
  test(`denies: ${name}`, async (t) => {
    const { url } = await serve(t, handle);
    const client = new Client({ url, key, timeoutMs: 200 });
    const began = performance.now();
    const all = await client.decideAll([question, { ...question, subject: "u-2" }]);
    assert.deepEqual([(await client.decide(question)).permits(), ...all.map((v) => v.permits())], [false, false, false]);
    assert.ok(performance.now() - began < 5000, "it took too long to deny");
  });
}

test("denies: nobody listens", async () => {
  const v = await new Client({ url: "http://127.0.0.1:1", key }).decide(question);
  assert.equal(v.permits(), false);
  assert.equal(v.has("unreachable"), true);
});

test("denies: half an answer, then silence", async (t) => {
  const { url } = await serve(t, (_, __, req) => {
    req.socket.write('HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{"permit":true');
    return undefined;
  });
  assert.equal((await new Client({ url, key, timeoutMs: 200 }).decide(question)).permits(), false);
});

test("questions of one tick travel together, in their order", async (t) => {
  const { url, seen } = await serve(t, (path, body) => {
    if (path === "/v1/decisions") return { body: yes };
    return { body: { verdicts: body.questions.map((q) => (q.subject === "u-2" ? no("consent-refused") : yes)) } };
  });
  const client = new Client({ url, key });
  const all = await Promise.all(["u-1", "u-2", "u-3"].map((subject) => client.decide({ ...question, subject })));
  assert.deepEqual(all.map((v) => v.permits()), [true, false, true]);
  assert.equal((await client.decide(question)).permits(), true);
  assert.deepEqual(seen.map((s) => s.path), ["/v1/decisions/batch", "/v1/decisions"]);
  const many = await client.decideAll(Array.from({ length: 600 }, (_, i) => ({ ...question, subject: i === 599 ? "u-2" : `p-${i}` })));
  assert.equal(many.filter((v) => v.permits()).length, 599);
  assert.equal(many[599].permits(), false);
  assert.equal(seen.length, 5);
});

test("answers of another number than the questions are nobody's", async (t) => {
  const { url } = await serve(t, () => ({ body: { verdicts: [yes, yes, yes] } }));
  const all = await new Client({ url, key }).decideAll([question, question]);
  assert.deepEqual(all.map((v) => v.permits()), [false, false]);
});

test("a refusal by Volens is an error with articles", async (t) => {
  const problem = { type: "urn:volens:problem:refused-by-law", title: "x", status: 422, detail: "不得一揽子同意", rule: "answer-blanket", articles: [{ instrument: "cn-pipl", article: "14", status: "in-force" }] };
  const { url, seen } = await serve(t, () => ({ status: 422, body: problem }));
  const err = await new Client({ url, key }).answer("07-a b/../c", { answers: [] }).catch((e) => e);
  assert.ok(err instanceof VolensError);
  assert.equal(err.problem.articles[0].article, "14");
  assert.equal(seen[0].path, "/v1/asks/07-a%20b%2F..%2Fc/answers");
  assert.equal(seen[0].headers.authorization, `Bearer ${key}`);
});

test("a key in a browser is refused", () => {
  globalThis.document = {};
  try {
    assert.throws(() => new Client({ url: "https://shop.example", key }), VolensError);
    new Client({ url: "https://shop.example" }); // the company's own back end
  } finally {
    delete globalThis.document;
  }
});
