// What the explorer sends and what it makes of the answers, without its page.

import assert from "node:assert/strict";
import { ask } from "../../../crates/cx-ledger/src/serve/explorer/ask.js";

const { CX_LEDGER_URL: url, CX_LEDGER_TOKEN: token } = process.env;
const real = globalThis.fetch;
const here = (path, init) => real(new URL(path, url), init);

/** Everything that is told of a document; `enough` stops it as a person would. */
async function told(request, enough = () => false) {
  const [answers, stop] = [[], new AbortController()];
  const asked = ask({ variables: {}, token, language: "en", signal: stop.signal, ...request }, (answer) => {
    answers.push(answer);
    if (enough(answers)) stop.abort();
  });
  await asked.catch((error) => assert.equal(error.name, "AbortError"));
  return answers;
}

globalThis.fetch = here;
const [answer] = await told({ document: "{ __typename }", kind: "query" });
assert.equal(answer.data.__typename, "Query");
assert.equal(typeof answer.extensions.cost.points, "number", "what the page shows as its cost");
const [refused] = await told({ document: "{ nothing }", kind: "query" });
assert.equal(refused.errors[0].extensions.code, "GRAPHQL_VALIDATION_FAILED");

const following = { document: 'subscription { ledgerChanged(after: "0") { position more events { type } } }', kind: "subscription" };
const pages = await told(following, ({ length }) => length === 3);
assert.equal(pages.length, 3, "it ends when it is stopped");
for (const { data } of pages) assert.equal(data.ledgerChanged.events.length, 50);
const [wrong] = await told({ document: "subscription { nothing }", kind: "subscription" });
assert.equal(wrong.errors[0].extensions.code, "GRAPHQL_VALIDATION_FAILED");

// However the text of a stream is cut on its way.
const stream = ': comment\r\n\nid: 7\nevent: next\ndata: {"a":"đ\\n"}\n\nevent: next\r\ndata: {"b":\r\ndata: 2}\r\n\r\nevent: complete\ndata: \n\n';
const bytes = new TextEncoder().encode(stream);
for (const size of [1, 2, 3, 7, bytes.length]) {
  globalThis.fetch = async () =>
    new Response(
      new ReadableStream({
        start(controller) {
          for (let from = 0; from < bytes.length; from += size) controller.enqueue(bytes.slice(from, from + size));
          controller.close();
        },
      }),
      { headers: { "content-type": "text/event-stream" } },
    );
  assert.deepEqual(await told({ document: "", kind: "subscription" }), [{ a: "đ\n" }, { b: 2 }], `in pieces of ${size}`);
}
globalThis.fetch = real;

/** What was tried, in a few words. */
export const asks = `asks, follows ${pages.length} pages and stops`;
