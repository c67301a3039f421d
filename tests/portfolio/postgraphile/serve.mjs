// Fills the tables with the values of an answer of the ledger and serves them, as PostGraphile's documentation shows it: the Amber
// preset, grafserv on node:http, and its pool and caches as they come. NODE_ENV and GRAPHILE_ENV are set by whoever starts it.
//
//   node serve.mjs ANSWER.json      with PGHOST, PGUSER and PGDATABASE

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import pg from "pg";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";

const beside = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const version = (name) => JSON.parse(beside(`node_modules/${name}/package.json`)).version;

/** The rows of each table, in an order in which each refers to what is there. */
function tables(initiatives) {
  const text = (it) => it?.value ?? null;
  const once = (things) => [...new Map(things.filter((it) => it !== null).map((it) => [it.id, it])).values()];
  return {
    person: once(initiatives.map((it) => it.owner)).map(({ id, name }) => ({ id, name: text(name) })),
    metric: once(initiatives.map((it) => it.primaryMetric)).map((it) => ({ ...it, name: text(it.name) })),
    improvement: once(initiatives.map((it) => it.latestDelivered)).map(({ comparison, ...it }) => ({
      ...it,
      title: text(it.title),
      difference: comparison.difference,
      margin: comparison.margin,
      holding: comparison.holding,
    })),
    initiative: initiatives.map((it) => ({
      id: it.id,
      program: "PORTFOLIO",
      code: it.code,
      name: text(it.name),
      begins: it.begins,
      status: it.status,
      owner_id: it.owner?.id ?? null,
      level: it.maturity.level,
      settling: it.maturity.settling,
      falls_on: it.maturity.fallsOn,
      holds_back: it.maturity.holdsBack,
      reach: it.maturity.reach,
      latest_delivered_id: it.latestDelivered?.id ?? null,
      primary_metric_id: it.primaryMetric?.id ?? null,
      signal: it.signal,
    })),
  };
}

async function fill(answer) {
  const client = new pg.Client();
  await client.connect();
  await client.query(beside("schema.sql"));
  const initiatives = answer.data.initiatives.edges.map(({ node }) => node);
  for (const [table, rows] of Object.entries(tables(initiatives))) {
    const insert = `INSERT INTO portfolio.${table} SELECT * FROM json_populate_recordset(NULL::portfolio.${table}, $1)`;
    await client.query(insert, [JSON.stringify(rows)]);
  }
  await client.query("VACUUM ANALYZE");
  const { rows } = await client.query("SHOW server_version");
  await client.end();
  return rows[0].server_version;
}

const server_version = await fill(JSON.parse(readFileSync(process.argv[2], "utf8")));
const { PGUSER, PGHOST, PGDATABASE } = process.env;
const connectionString = `postgres://${PGUSER}@${encodeURIComponent(PGHOST)}/${PGDATABASE}`;
const pgl = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ connectionString, schemas: ["portfolio"] })],
  grafserv: { graphiql: false },
});
const server = createServer();
await pgl.createServ(grafserv).addTo(server);
server.listen(0, "127.0.0.1", () => {
  const versions = ["postgraphile", "grafserv", "grafast", "pg"].map((name) => `${name} ${version(name)}`);
  console.log(`${versions.join(", ")}, node ${process.versions.node}, PostgreSQL ${server_version} by a socket`);
  console.log(`Amber preset, one process, pool of 10, NODE_ENV=${process.env.NODE_ENV}, GRAPHILE_ENV=${process.env.GRAPHILE_ENV}`);
  console.log(`listening on http://127.0.0.1:${server.address().port}/graphql`);
});
