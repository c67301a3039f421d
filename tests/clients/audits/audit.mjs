// The audits of the GraphQL-over-HTTP specification, as the reference implementation publishes them.

import { serverAudits } from "graphql-http";

const { CX_LEDGER_URL: url, CX_LEDGER_TOKEN: token } = process.env;

const fetchFn = (input, init = {}) =>
  fetch(input, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });

const results = await Promise.all(serverAudits({ url, fetchFn }).map((audit) => audit.fn()));
const counts = { ok: 0, warn: 0, notice: 0, error: 0 };
for (const { status, id, name, reason } of results) {
  counts[status] += 1;
  if (status !== "ok") console.log(`${status} ${id} ${name}: ${reason}`);
}
const { ok, warn, notice, error } = counts;
console.log(`${ok} of ${results.length} audits ok, ${warn} warnings, ${notice} notices, ${error} failures`);
process.exit(ok === results.length ? 0 : 1);
