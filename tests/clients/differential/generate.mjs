// Writes the corpus anew from the schema: node generate.mjs [SEED]

import { readFileSync, writeFileSync } from "node:fs";
import { buildSchema, parse } from "graphql";
import { SPOILERS, scrambled } from "./invalid.mjs";
import { refusal } from "./judge.mjs";
import { Random } from "./random.mjs";
import { Document } from "./valid.mjs";

const VALID = 300;
const OF_EACH_RULE = 8;
const SCRAMBLED = 120;
const MISFIT_VARIABLES = 60;

const schema = buildSchema(readFileSync(new URL("../../../schema/graphql/schema.graphql", import.meta.url), "utf8"));
const random = new Random(Number(process.argv[2] ?? 2026));
const documents = new Map();

function keep(kind, document, variables = {}, operation = undefined) {
  const entry = { kind, document, variables, operation };
  if (!documents.has(document)) documents.set(document, { ...entry, accepted: refusal(schema, entry) === undefined });
}

/** A document that fits the schema, with the values of its variables. */
function fitting() {
  const kind = random.chance(0.25) ? "mutation" : "query";
  return new Document(random, schema).operation(kind, random.chance(0.5) ? `Asked${random.below(9)}` : "");
}

while (documents.size < VALID) {
  const { text, variables } = fitting();
  keep("Fitting", text, variables);
}
for (let index = 0; index < 20; index += 1) {
  const [one, other] = [new Document(random, schema).operation("query", "One"), "query Other { viewer { id } }"];
  const operation = random.pick(["One", "Other", "Neither", undefined]);
  keep("Operations", `${one.text}\n${other}`, one.variables, operation);
}
for (const [rule, spoil] of Object.entries(SPOILERS)) {
  const wanted = documents.size + (spoil.count ?? OF_EACH_RULE);
  for (let tries = 0; documents.size < wanted && tries < 200; tries += 1) {
    const { text, variables } = fitting();
    const spoiled = spoil({ random, schema, document: parse(text) });
    if (spoiled !== null) keep(rule, spoiled, variables);
  }
}
for (let index = 0; index < SCRAMBLED; index += 1) {
  const { text, variables } = fitting();
  keep("Scrambled", scrambled(random, parse(text)), variables);
}
for (let wanted = documents.size + MISFIT_VARIABLES; documents.size < wanted; ) {
  const { text, variables } = fitting();
  const names = Object.keys(variables);
  if (names.length === 0) continue;
  const spoiled = { ...variables, [random.pick(names)]: random.pick([null, "NO_SUCH", 1.5, true, {}, { noSuchField: 1 }, [], ["a", null]]) };
  if (random.chance(0.2)) delete spoiled[random.pick(names)];
  keep("MisfitVariables", text, spoiled);
}
const lines = [...documents.values()].map((entry) => JSON.stringify(entry));
writeFileSync(new URL("../corpus/documents.jsonl", import.meta.url), `${lines.join("\n")}\n`);
const refused = [...documents.values()].filter(({ accepted }) => !accepted).length;
console.log(`${lines.length} documents, ${refused} of them refused`);
