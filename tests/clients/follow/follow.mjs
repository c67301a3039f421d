// Follows the ledger with the clients graphql-ws and graphql-sse, and with gql in follow.py beside this file.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createClient as createEvents } from "graphql-sse";
import { createClient as createSocket, CloseCode } from "graphql-ws";
import WebSocket from "ws";

const { CX_LEDGER_URL: url, CX_LEDGER_TOKEN: token } = process.env;
const Authorization = `Bearer ${token}`;
const wsUrl = url.replace(/^http/, "ws");

async function ask(query, variables) {
  const headers = { "content-type": "application/json", authorization: Authorization };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  const { data, errors } = await answer.json();
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

async function rename(id, name) {
  const input = { commandId: randomUUID(), initiative: { id }, name };
  const query = `mutation Rename($input: RenameInitiativeInput!) {
    renameInitiative(input: $input) { ... on CommandRecorded { position } ... on CommandError { code message } } }`;
  const { renameInitiative } = await ask(query, { input });
  assert.ok(renameInitiative.position, JSON.stringify(renameInitiative));
  return renameInitiative.position;
}

const query = `subscription Follow($id: ID!, $after: Position) {
  initiativeChanged(id: $id, after: $after) { position more events { position type } initiative { name { value } } } }`;

/** Takes items until one satisfies, and gives them all. */
async function take(items, satisfies) {
  const taken = [];
  for await (const { data, errors } of items) {
    assert.equal(errors, undefined, JSON.stringify(errors));
    taken.push(data.initiativeChanged);
    if (satisfies(data.initiativeChanged)) return taken;
  }
  throw new Error("it ended before that");
}

/** One client, whatever it sends over: it is told what others record, and goes on after a position. */
async function follows(name, client, id) {
  const before = await rename(id, `${name} before`);
  let recorded;
  const taken = await take(client.iterate({ query, variables: { id, after: null } }), (item) => {
    if (item.events.length === 0) recorded = rename(id, `${name} once`);
    return item.events.length > 0;
  });
  assert.equal(taken[0].position, before, "where it begins");
  assert.equal(taken.at(-1).position, await recorded);
  assert.equal(taken.at(-1).initiative.name.value, `${name} once`);
  const twice = await rename(id, `${name} twice`);
  const resumed = await take(client.iterate({ query, variables: { id, after: before } }), (item) => item.position === twice);
  const positions = resumed.flatMap((item) => item.events.map((event) => event.position));
  assert.deepEqual(positions, [await recorded, twice], "nothing missing, nothing twice");
}

/** What a socket is closed with that begins so. */
function closed(connectionParams, messages = []) {
  return new Promise((done) => {
    const client = createSocket({ url: wsUrl, webSocketImpl: WebSocket, connectionParams, retryAttempts: 0, lazy: false,
      onNonLazyError: () => {}, on: { closed: (event) => done(event.code), connected: (socket) => messages.forEach((it) => socket.send(it)) } });
  });
}

const { initiatives } = await ask("{ initiatives(first: 1) { edges { node { id } } } }");
const id = initiatives.edges[0].node.id;

const socket = createSocket({ url: wsUrl, webSocketImpl: WebSocket, connectionParams: { Authorization } });
await follows("socket", socket, id);
for await (const { data } of socket.iterate({ query: "{ __typename }" })) assert.equal(data.__typename, "Query");
await assert.rejects(async () => {
  for await (const _ of socket.iterate({ query: "{ nothing }" }));
}, (errors) => errors[0].extensions.code === "GRAPHQL_VALIDATION_FAILED");
await socket.dispose();
assert.equal(await closed({ Authorization: "Bearer nonsense" }), CloseCode.Forbidden);
assert.equal(await closed({ Authorization }, ['{"type":"connection_init"}']), CloseCode.TooManyInitialisationRequests);
assert.equal(await closed({ Authorization }, ["nonsense"]), CloseCode.BadRequest);

const events = createEvents({ url, headers: { Authorization } });
await follows("events", events, id);
for await (const { data } of events.iterate({ query: "{ __typename }" })) assert.equal(data.__typename, "Query");
for await (const { errors } of events.iterate({ query: "{ nothing }" })) {
  assert.equal(errors[0].extensions.code, "GRAPHQL_VALIDATION_FAILED");
}
events.dispose();

const python = spawnSync("python3", ["follow.py", id], { encoding: "utf8" });
assert.equal(python.status, 0, python.stdout + python.stderr);
console.log(`graphql-ws and graphql-sse follow, resume and are refused as they should be; ${python.stdout.trim()}`);
