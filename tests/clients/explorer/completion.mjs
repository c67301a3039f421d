// What the explorer offers at a place of a document; a bar marks the cursor.

import { complete, operations } from "../../../crates/cx-ledger/src/serve/explorer/completion.js";
import { INTROSPECTION, Schema } from "../../../crates/cx-ledger/src/serve/explorer/schema.js";
import { LANGUAGES, keys } from "../../../crates/cx-ledger/src/serve/explorer/words.js";
import assert from "node:assert/strict";

const { CX_LEDGER_URL: url, CX_LEDGER_TOKEN: token } = process.env;
const response = await fetch(url, {
  method: "POST",
  headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
  body: JSON.stringify({ query: INTROSPECTION }),
});
const schema = new Schema((await response.json()).data.__schema);

const offered = (marked) => {
  const cursor = marked.indexOf("|");
  return complete(marked.replace("|", ""), cursor, schema)?.options.map(({ label }) => label) ?? [];
};
/** At how many places it was tried. */
export let places = 0;
function offers(marked, ...labels) {
  places += 1;
  const found = offered(marked);
  for (const label of labels) assert(found.includes(label), `${marked} offers ${label}, not only ${found.slice(0, 9)}`);
}
function offersOnly(marked, ...labels) {
  places += 1;
  assert.deepEqual(offered(marked).sort(), labels.sort(), marked);
}

offers("|", "query", "mutation", "subscription", "fragment");
offers("subscription { |", "initiativeChanged", "programChanged", "ledgerChanged");
offers("subscription A($id: ID!) { programChanged(id: $id, | )}", "after");
offers("{ |", "programs", "node", "__typename");
offers("{ prog|", "program", "programs");
offers("query A { program(code: \"CX\") { initiatives(first: 5) { edges { node { sta|", "status");
offers("mutation { recordR|", "recordReading");
offers("{ program(| )}", "code", "asOf");
offers("{ program(code: \"CX\", asOf: { | }) { id } }", "effectiveOn", "known", "strict");
offers("{ program(code: \"CX\", asOf: { known: { | } }) { id } }", "position", "date", "instant");
offers("{ labels(language: |", "EN", "VI");
offers("{ search(query: \"a\", kinds: [| ]) { totalCount } }", "INITIATIVE", "METRIC");
offers("query A($code: Code!) { program(code: $|", "code");
offers("query A($code: |", "Code", "AsOf");
offersOnly("{ viewer { id @| } }", "include", "skip");
offers("{ viewer { id @skip(| ) } }", "if");
offers("{ viewer { id @skip(if: |) } }", "true", "false");
offers("{ node(id: \"a\") { ...|", "on");
offers("{ node(id: \"a\") { ... on Met| } }", "Metric");
offers("{ node(id: \"a\") { ... on Metric { | } } }", "rhythm", "readings");
offers("{ viewer { ...Pa| } } fragment Part on Person { id }", "Part");
offers("fragment Part on Person { | }", "code", "name");
offers("{ viewer { id } program { | } }", "initiatives");
offers("{ me: vie|", "viewer");
offersOnly("{ node(id: \"pro|\") { id } }");
offersOnly("{ # pro|\n}");

assert.deepEqual(operations("query A { a } mutation B { b } fragment C on D { query }"), [
  { kind: "query", name: "A" },
  { kind: "mutation", name: "B" },
]);
assert.deepEqual(operations("{ a }"), [{ kind: "query", name: null }]);
assert.deepEqual(operations("query($a: Int) { a }"), [{ kind: "query", name: null }]);
assert.deepEqual(operations("# Now\nsubscription C { a }"), [{ kind: "subscription", name: "C" }]);
const [first, ...others] = LANGUAGES.map(keys);
for (const other of others) assert.deepEqual(other, first, "every language has the same words in the same order");
/** How many words the page has, in how many languages. */
export const words = `${first.length} words in ${LANGUAGES.length} languages`;
