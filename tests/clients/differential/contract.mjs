// Whether graphql-js finds the same breaking changes between two schemas as crates/contract, which wrote them down.

import { readFileSync } from "node:fs";
import { buildSchema, findBreakingChanges } from "graphql";

const fixtures = new URL("../../../crates/contract/fixtures/", import.meta.url);
const read = (name) => readFileSync(new URL(name, fixtures), "utf8");
/** What graphql-js does not call breaking. */
const OURS_ALONE = ["ROOT_CHANGED", "ONE_OF_ADDED"];

const count = (kinds) => kinds.reduce((counts, kind) => ({ ...counts, [kind]: (counts[kind] ?? 0) + 1 }), {});
const shouted = (kind) => kind.replace(/(?<!^)([A-Z])/g, "_$1").toUpperCase();
const ours = read("changes.txt").trimEnd().split("\n").map((line) => shouted(line.split(" ")[0]));
const [old, changed] = ["old.graphql", "new.graphql"].map((name) => buildSchema(read(name)));
const theirs = findBreakingChanges(old, changed).map(({ type }) => type);

const [we, they] = [count(ours.filter((kind) => !OURS_ALONE.includes(kind))), count(theirs)];
const differing = [...new Set([...Object.keys(we), ...Object.keys(they)])].filter((kind) => we[kind] !== they[kind]);
for (const kind of differing) console.log(`${kind}: ${we[kind] ?? 0} here, ${they[kind] ?? 0} by graphql-js`);
console.log(`${theirs.length} breaking changes of ${Object.keys(they).length} kinds, found alike; ${OURS_ALONE.length} kinds more here`);
process.exit(differing.length > 0 ? 1 : 0);
