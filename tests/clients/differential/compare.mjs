// Whether graphql-js, graphql-core and the server accept and refuse the same documents of the corpus.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { buildSchema } from "graphql";
import { KNOWN } from "./known.mjs";
import { refusal } from "./judge.mjs";

const { CX_LEDGER_URL: url, CX_LEDGER_TOKEN: token } = process.env;
const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");

/** What the server says before it executes anything; nothing if it executes. */
async function served({ document, variables, operation }) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: document, variables, operationName: operation }),
  });
  const { data, errors } = await response.json();
  if (data !== undefined) return undefined;
  const [{ message, extensions }] = errors;
  return `${extensions?.code}: ${message}`;
}

const schema = buildSchema(read("../../../schema/graphql/schema.graphql"));
const corpus = read("../corpus/documents.jsonl").trimEnd().split("\n").map((line) => JSON.parse(line));
const core = execFileSync("python3", ["judge.py"], { encoding: "utf8" }).trimEnd().split("\n").map((line) => JSON.parse(line));

const differing = [];
let [expected, refused] = [0, 0];
for (const [index, entry] of corpus.entries()) {
  const says = { js: refusal(schema, entry), core: core[index] ?? undefined, server: await served(entry) };
  const [js, python, server] = Object.values(says).map((reason) => reason === undefined);
  if (!server) refused += 1;
  // Fragments that spread themselves are refused by their depth, before anything else is looked at.
  const limited = /^(LIMIT|COST|RATE|INTERNAL|TIMEOUT|UNAUTH)/.test(says.server ?? "") && entry.kind !== "NoFragmentCycles";
  if (limited) differing.push({ entry, says });
  else if (js !== entry.accepted) differing.push({ entry, says, stale: true });
  else if (js !== python || js !== server) {
    if (KNOWN.some((known) => ["*", entry.kind].includes(known.kind) && known.fits(entry, { js, python, server }))) expected += 1;
    else differing.push({ entry, says });
  }
}
for (const { entry, says, stale } of differing) {
  console.log(`${entry.kind}${stale ? " (generate the corpus anew)" : ""}: ${JSON.stringify(entry.document)} ${JSON.stringify(entry.variables)}`);
  for (const [who, reason] of Object.entries(says)) console.log(`    ${who.padEnd(6)} ${reason ?? "accepts"}`);
}
console.log(
  `${corpus.length} documents, ${refused} refused: graphql-js, graphql-core and the server agree on ` +
    `${corpus.length - differing.length - expected}, differ as known on ${expected}, on ${differing.length} otherwise`,
);
process.exit(differing.length > 0 ? 1 : 0);
