// Against a real server: VOLENS_URL and VOLENS_KEY say where.
import assert from "node:assert/strict";
import http from "node:http";
import { test } from "node:test";
import { Client, guard, optional, permitted, VolensError } from "../dist/index.js";

const recommend = "shop/for-you/browsing-history/recommend";
const phone = "shop/order/recipient-phone/deliver";
const client = new Client({ url: process.env.VOLENS_URL, key: process.env.VOLENS_KEY, timeoutMs: 10_000 });
const question = (subject, use, action = "process") => ({ subject, action, use });

/** say asks about a function and answers its choice for use. */
async function say(subject, fn, use, grant) {
  const ask = await client.ask({ subject, service: "shop", functions: [fn], trigger: "function" });
  const choice = ask.choices.find((c) => c.uses.some((u) => u.use === use));
  return client.answer(ask.ask, { answers: [{ choice: choice.choice, grant, evidence: { act: `press-${subject}-${use}` } }] });
}

test("asked, agreed, withdrawn, and known of at once", async () => {
  assert.equal((await client.decide(question("ts-1", recommend))).permits(), false);
  const { version } = await say("ts-1", "for-you", recommend, true);
  assert.equal((await client.decide({ ...question("ts-1", recommend), at_least: version })).permits(), true);
  const ended = await client.withdraw({ subject: "ts-1", uses: [recommend] });
  assert.deepEqual(ended.uses, [recommend]);
  const all = await client.decideAll([
    { ...question("ts-1", recommend), at_least: ended.version },
    question("ts-1", recommend, "refuse-service"),
    { subject: "ts-1", action: "nonsense", use: recommend },
  ]);
  assert.deepEqual(all.map((v) => v.permits()), [false, false, false]);
  assert.ok(all[0].has("consent-withdrawn"));
  assert.ok(all[1].has("refusal-no-ground"));
});

test("a refused optional item degrades, a refused necessary one may end the order", async (t) => {
  await say("ts-2", "for-you", recommend, false);
  await say("ts-2", "order", phone, false);
  const who = (req) => req.headers["x-person"];
  const pages = {
    "/goods": optional(client, recommend, who)((req, res) => res.end(permitted(req, recommend) ? "for you" : "by sales")),
    "/goods-guarded": guard(client, recommend, who)((req, res) => res.end(permitted(req, recommend) ? "for you" : "by sales")),
    "/orders": guard(client, phone, who)((_, res) => res.end("ordered")),
  };
  const shop = http.createServer((req, res) => pages[req.url](req, res));
  await new Promise((done) => shop.listen(0, "127.0.0.1", done));
  t.after(() => (shop.closeAllConnections(), shop.close()));
  const visit = async (path, person) => {
    const res = await fetch(`http://127.0.0.1:${shop.address().port}${path}`, { headers: { "X-Person": person } });
    return [res.status, await res.text()];
  };
  assert.deepEqual(await visit("/goods", "ts-2"), [200, "by sales"]);
  assert.deepEqual(await visit("/goods-guarded", "ts-2"), [200, "by sales"]);
  const [status, problem] = await visit("/orders", "ts-2");
  assert.equal(status, 403);
  assert.ok(JSON.parse(problem).articles.some((a) => a.article === "16"));
  assert.equal((await visit("/orders", "ts-3"))[0], 428); // nobody is turned away unasked
});

test("what Volens refuses is an error with its rule and articles", async () => {
  const ask = await client.ask({ subject: "ts-4", service: "shop", functions: ["for-you"], trigger: "function" });
  const err = await client.answer(ask.ask, { answers: [{ choice: "*", grant: true, evidence: { act: "1" } }] }).catch((e) => e);
  assert.ok(err instanceof VolensError);
  assert.equal(err.problem.status, 422);
  assert.ok(err.problem.rule && err.problem.articles.length > 0);
});
