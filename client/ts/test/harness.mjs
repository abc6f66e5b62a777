import http from "node:http";

/** serve runs a server that answers with handle(path, body, req) until the test ends; undefined hangs. */
export async function serve(t, handle) {
  const seen = [];
  const server = http.createServer(async (req, res) => {
    let text = "";
    for await (const chunk of req) text += chunk;
    const body = text === "" ? undefined : JSON.parse(text);
    seen.push({ path: req.url, body, headers: req.headers });
    const answer = await handle(req.url, body, req);
    if (answer === undefined) return;
    const { status = 200, ...rest } = answer;
    res.writeHead(status, { "Content-Type": "application/json", ...rest.headers });
    res.end(typeof rest.body === "string" ? rest.body : JSON.stringify(rest.body));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${server.address().port}`, seen };
}

/** yes is a verdict that permits for as long as any may. */
export const yes = { permit: true, reasons: [{ rule: "consent-granted", articles: [], message: "" }], valid_until: "2026-11-20T09:00:05Z", valid_ms: 5000, version: 7 };

/** no is one that denies for rule. */
export const no = (rule) => ({ ...yes, permit: false, reasons: [{ rule, articles: [{ instrument: "cn-pipl", article: "16", status: "in-force" }], message: "原因" }] });

/** hands is a clock that only moves when told. */
export function hands() {
  const at = { monotonic: 1000, wall: 1_800_000_000_000 };
  return { now: () => ({ ...at }), at };
}
