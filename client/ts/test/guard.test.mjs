import assert from "node:assert/strict";
import http from "node:http";
import { test } from "node:test";
import { Client, guard, optional, permitted } from "../dist/index.js";
import { no, serve, yes } from "./harness.mjs";

const use = "shop/order/recipient-phone/deliver";
const who = (req) => req.headers["x-person"];

/** visit sends one request to a guarded handler and returns what came back. */
async function visit(t, volens, wrap, person = "u-1") {
  const { url } = await serve(t, volens);
  const client = new Client({ url, key: "vk_TEST", timeoutMs: 200 });
  const shop = http.createServer(wrap(client)((req, res) => res.end(permitted(req, use) ? "with" : "without")));
  await new Promise((done) => shop.listen(0, "127.0.0.1", done));
  t.after(() => (shop.closeAllConnections(), shop.close()));
  const res = await fetch(`http://127.0.0.1:${shop.address().port}`, { headers: person ? { "X-Person": person } : {} });
  return { status: res.status, type: res.headers.get("Content-Type"), text: await res.text() };
}

/** volens answers process and refuse-service with two verdicts. */
const volens = (process, refuse) => (_, q) => ({ body: q.action === "process" ? process : refuse });

const cases = [
  ["permitted", volens(yes), 200, "with"],
  ["refused, and necessary", volens(no("consent-refused"), { ...yes, reasons: no("refusal-necessary").reasons }), 403, ""],
  ["necessary on another basis", volens(no("stopped"), { ...yes, reasons: no("refusal-other-basis").reasons }), 403, ""],
  ["refused, and not necessary", volens(no("consent-refused"), no("refusal-no-ground")), 200, "without"],
  ["not asked yet", volens(no("consent-missing"), no("refusal-not-asked")), 428, ""],
  ["no answer", () => undefined, 503, ""],
  ["an answer that is none", () => ({ body: "?" }), 503, ""],
];
for (const [name, answers, status, text] of cases) {
  test(`guard: ${name}`, async (t) => {
    const got = await visit(t, answers, (c) => guard(c, use, who));
    assert.equal(got.status, status);
    if (status === 200) return assert.equal(got.text, text);
    const problem = JSON.parse(got.text);
    assert.equal(got.type, "application/problem+json");
    assert.equal(problem.status, status);
    if (status !== 403) return;
    const rule = name === "necessary on another basis" ? "refusal-other-basis" : "refusal-necessary";
    assert.equal(problem.articles[0].article, "16");
    assert.deepEqual([problem.rule, problem.type], [rule, `urn:volens:problem:${rule}`]);
  });
  test(`optional never blocks: ${name}`, async (t) => {
    const got = await visit(t, answers, (c) => optional(c, use, who));
    assert.deepEqual([got.status, got.text], [200, text || "without"]);
  });
}

test("hooks", async (t) => {
  const say = (text) => (_, res) => res.end(text);
  const hooks = { toAsk: say("ask"), refused: say("refused"), without: say("instead") };
  const texts = [];
  for (const [, answers] of cases) texts.push((await visit(t, answers, (c) => guard(c, use, who, hooks))).text);
  assert.deepEqual(texts, ["with", "refused", "refused", "instead", "ask", "instead", "instead"]);
});

test("somebody who is not known is asked, or served without", async (t) => {
  assert.equal((await visit(t, volens(yes), (c) => guard(c, use, who), "")).status, 428);
  assert.equal((await visit(t, volens(yes), (c) => optional(c, use, who), "")).text, "without");
  const fails = () => { throw new Error("no session"); };
  assert.equal((await visit(t, volens(yes), (c) => optional(c, use, fails))).text, "without");
});
