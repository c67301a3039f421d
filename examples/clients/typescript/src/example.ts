// CX_LEDGER_TOKEN=cxl_... npm start
//
// The token is one of a program lead: cx-ledger serve --demo shows one at its first start.

import { Client } from "./client.js";
import { follow, portfolio } from "./portfolio.js";
import { record, recordAwaited } from "./reading.js";

const token = process.env.CX_LEDGER_TOKEN;
if (!token) throw new Error("set CX_LEDGER_TOKEN");
const client = new Client(process.env.CX_LEDGER_URL ?? "http://127.0.0.1:8080/graphql", token);

let [initiatives, program] = [0, ""];
for await (const { id, initiative } of portfolio(client, "VN")) {
  const { code, status, maturity, signal, owner } = initiative;
  program = id;
  initiatives += 1;
  const level = maturity ? `level ${maturity.level}` : "-";
  console.log(`  ${code.padEnd(16)} ${status.padEnd(10)} ${level.padEnd(8)} ${(signal ?? "-").padEnd(13)} ${owner?.name?.value ?? "vacant"}`);
}

const changes = follow(client, program);
await changes.next(); // from here on nothing is missed

// As if somebody had recorded something since we looked: revision 0 is the metric's first fact.
const { input, outcome } = await recordAwaited(client, "VN", "COST-SERVE", "12.5", "0");
if (outcome.__typename !== "MetricRecorded") throw new Error(`not recorded: ${outcome.code}: ${outcome.message} ${outcome.remedy}`);

for await (const { position, events } of changes) {
  for (const event of events) console.log(`  followed: ${event.type} at position ${event.position}`);
  if (BigInt(position ?? "0") >= BigInt(outcome.position)) break;
}

// As if that answer had been lost: the same command again.
const again = await record(client, input);
if (again.__typename !== "MetricRecorded" || !again.replayed || again.position !== outcome.position) {
  throw new Error(`a repeated command was not answered as the first time: ${JSON.stringify(again)}`);
}
console.log(
  `gql.tada: ${initiatives} initiatives read; a reading of COST-SERVE recorded at position ${outcome.position} after a conflict, ` +
    "followed, and answered alike when sent again",
);
