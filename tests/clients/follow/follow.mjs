// Follows the ledger with clients of other makers: through changes, a server that stops, one that is killed, and a token that is
// revoked meanwhile. The server is one of its own, as it is stopped.

import assert from "node:assert/strict";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { CloseCode } from "graphql-ws";
import { Demonstration } from "../demonstration.mjs";
import { Ended, closeCode, overEvents, overPython, overSocket } from "./clients.mjs";

const PROTOCOL = "graphql-transport-ws";
const server = await Demonstration.begun(process.env.CX_LEDGER);

/** One question or command over HTTP. */
async function ask(query, variables, role = "program_lead") {
  const headers = { "content-type": "application/json", authorization: `Bearer ${server.tokens[role]}` };
  const answer = await fetch(server.url, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  const { data, errors } = await answer.json();
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

/** Carries a command out, and answers what was recorded. */
async function record(command, input, role) {
  const type = `${command[0].toUpperCase()}${command.slice(1)}Input`;
  const query = `mutation Record($input: ${type}!) { ${command}(input: $input) {
    ... on CommandRecorded { position events { id } } ... on CommandError { code message } } }`;
  const data = await ask(query, { input: { commandId: randomUUID(), ...input } }, role);
  assert.ok(data[command].position, JSON.stringify(data));
  return data[command];
}

/** Renames the initiative that is followed; answers the position of that. */
async function rename(name) {
  return (await record("renameInitiative", { initiative: { id }, name })).position;
}

/** Another token of the program lead, and how to revoke it. */
async function issued() {
  const token = `cxl_${randomBytes(24).toString("hex")}`;
  const { viewer, ledger } = await ask("{ viewer { id } ledger { now } }");
  const expires = new Date(Date.parse(ledger.now) + 86_400_000).toISOString();
  const sha256 = createHash("sha256").update(token).digest("hex");
  const { events } = await record("issueToken", { person: { id: viewer.id }, sha256, expires }, "administrator");
  return { token, revoke: () => record("revokeToken", { token: events[0].id }, "administrator") };
}

const clients = (token) => [
  overSocket(server.url, token),
  overEvents(server.url, token),
  overPython(server.url, token, "websockets"),
  overPython(server.url, token, "aiohttp_websockets"),
];

/** Does it with every client at once; a failure says with which. */
const each = (clients, act) =>
  Promise.all(
    clients.map(async (client, index) => {
      try {
        return await act(client, index);
      } catch (error) {
        throw new Error(`${client.name}: ${error.message}`, { cause: error });
      }
    }),
  );

async function next(items) {
  const { value, done } = await items.next();
  assert.ok(!done, "it ended without a word");
  return value;
}

/** Begins to follow with every client; the first item says from where. */
async function begun(clients, after = null) {
  const all = clients.map((client) => client.follow(id, after));
  const firsts = await each(clients, (_, index) => next(all[index]));
  if (after === null) for (const { events } of firsts) assert.deepEqual(events, []);
  return { all, firsts };
}

/** Every position that is told until the last one is. */
async function positions(items, last) {
  const found = [];
  while (found.at(-1) !== last) found.push(...(await next(items)).events.map(({ position }) => position));
  return found;
}

/** With what it ends. */
async function ended(items) {
  try {
    const { value } = await items.next();
    assert.fail(`it goes on: ${JSON.stringify(value)}`);
  } catch (error) {
    if (error instanceof Ended) return error;
    throw error;
  }
}

async function followed(clients) {
  const before = await rename("Before");
  const { all, firsts } = await begun(clients);
  for (const { position } of firsts) assert.equal(position, before, "it begins where the ledger is");
  const once = await rename("Once");
  await each(clients, async (_, index) => {
    const { position, initiative } = await next(all[index]);
    assert.deepEqual([position, initiative.name.value], [once, "Once"]);
  });
  const twice = await rename("Twice");
  const resumed = clients.map((client) => client.follow(id, before));
  await each(clients, async (_, index) => assert.deepEqual(await positions(resumed[index], twice), [once, twice]));
  await each(clients, (_, index) => Promise.all([all[index].return(), resumed[index].return()]));
}

/** Whoever follows is told that the server stops, and after which position to follow when it is back. */
async function stopped(clients) {
  const { all } = await begun(clients);
  const seen = await rename("Seen");
  await each(clients, async (_, index) => assert.deepEqual(await positions(all[index], seen), [seen]));
  await server.stop();
  const told = await each(clients, (_, index) => ended(all[index]));
  for (const { code, resumeAfter } of told) assert.deepEqual([code, resumeAfter], ["UNAVAILABLE", seen]);
  await server.start();
  const missed = await rename("Missed");
  const resumed = clients.map((client, index) => client.follow(id, told[index].resumeAfter));
  await each(clients, async (_, index) => assert.deepEqual(await positions(resumed[index], missed), [missed]));
  await each(clients, (_, index) => resumed[index].return());
}

/** A server that is gone without a word: the clients go on by themselves, with nothing missing and nothing twice. */
async function killed(clients) {
  const { all } = await begun(clients);
  const seen = await rename("Seen before");
  await each(clients, async (_, index) => assert.deepEqual(await positions(all[index], seen), [seen]));
  await server.stop("SIGKILL");
  await server.start();
  const missed = await rename("Seen after");
  await each(clients, async (_, index) => assert.deepEqual(await positions(all[index], missed), [missed]));
  await each(clients, (_, index) => all[index].return());
}

/** A token that is revoked ends what is followed with it, and nothing begins with it any more. */
async function revoked() {
  const { token, revoke } = await issued();
  const [theirs, idle] = [clients(token), { type: "connection_init", payload: { Authorization: `Bearer ${token}` } }];
  const { all } = await begun(theirs);
  const socket = closeCode(server.url, PROTOCOL, [idle]);
  await revoke();
  await rename("Nobody's business");
  for (const { code } of await each(theirs, (_, index) => ended(all[index]))) assert.equal(code, "UNAUTHENTICATED");
  assert.equal(await closeCode(server.url, PROTOCOL, [idle]), CloseCode.Forbidden);
  assert.equal(await socket, CloseCode.Forbidden, "a socket on which nothing runs is closed, too");
  theirs.forEach((client) => client.end());
}

/** Whatever is not of the protocol closes the socket, with the code that graphql-ws has for it. */
async function closed() {
  const init = { type: "connection_init", payload: { Authorization: `Bearer ${server.tokens.program_lead}` } };
  const subscribe = { type: "subscribe", id: "1", payload: { query: "subscription { ledgerChanged { position } }" } };
  const sockets = [
    [[PROTOCOL], ["nonsense"], CloseCode.BadRequest],
    [[PROTOCOL], [subscribe], CloseCode.Unauthorized],
    [[PROTOCOL], [{ ...init, payload: { Authorization: "Bearer nonsense" } }], CloseCode.Forbidden],
    [[], [], CloseCode.SubprotocolNotAcceptable],
    [[PROTOCOL], [], CloseCode.ConnectionInitialisationTimeout],
    [[PROTOCOL], [init, init], CloseCode.TooManyInitialisationRequests],
  ];
  await Promise.all(
    sockets.map(async ([protocols, said, code]) => {
      assert.equal(await closeCode(server.url, protocols, said), code, JSON.stringify(said));
    }),
  );
  return sockets.length;
}

/** Questions go the same ways, and what is wrong with one is said. */
async function asked(clients) {
  const token = server.tokens.program_lead;
  const all = [...clients, overPython(server.url, token, "httpx"), overPython(server.url, token, "aiohttp")];
  await each(all, async (client) => {
    assert.deepEqual(await client.ask("{ __typename }"), { __typename: "Query" });
    await assert.rejects(client.ask("{ nothing }"), { code: "GRAPHQL_VALIDATION_FAILED" });
  });
  return all.map(({ name }) => name);
}

const { initiatives } = await ask("{ initiatives(first: 1) { edges { node { id } } } }");
const { id } = initiatives.edges[0].node;
const ours = clients(server.tokens.program_lead);
try {
  const codes = closed();
  const names = await asked(ours);
  await followed(ours);
  console.log(`${await codes} ways to be closed`);
  await revoked();
  await stopped(ours);
  await killed(ours);
  const following = ours.map(({ name }) => name).join(", ");
  console.log(`${following} follow, resume after a stop and a kill, and are told of a revoked token; ${names.length} transports ask`);
} finally {
  ours.forEach((client) => client.end());
  await server.remove();
}
