// Runs what relay-compiler wrote with Relay's own store: two pages of each list must join to one. Once with the documents sent, and
// once with nothing but their hashes, to a server that has the list which relay-compiler wrote and executes no other document.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createOperationDescriptor, ConnectionHandler, Environment, Network, RecordSource, Store, fetchQuery } from "relay-runtime";
import { Demonstration } from "../demonstration.mjs";

const LIST = "__generated__/documents.json";
const texts = JSON.parse(readFileSync(LIST, "utf8"));

async function send({ url, token }, asked) {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/graphql-response+json",
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify(asked),
  });
  return response.json();
}

/** Relay's store over a server, which is sent what `named` makes of a document's hash. */
class Client {
  #environment;

  constructor(server, named) {
    const network = Network.create(async ({ id, name }, variables) => {
      const answer = await send(server, { ...named(id), operationName: name, variables });
      if (answer.errors) throw new Error(`${name}: ${JSON.stringify(answer.errors)}`);
      return answer;
    });
    this.#environment = new Environment({ network, store: new Store(new RecordSource()) });
  }

  async ask(name, variables) {
    const query = (await import(`./__generated__/${name}.graphql.js`)).default;
    this.#environment.retain(createOperationDescriptor(query, variables));
    return fetchQuery(this.#environment, query, variables).toPromise();
  }

  /** The store as it stands. */
  proxy() {
    let found;
    this.#environment.commitUpdate((store) => (found = store));
    return found;
  }
}

/** Reads page after page until the list ends, and answers how many members and pages the store then has. */
async function drain(client, record, key, page) {
  const read = () => {
    const connection = ConnectionHandler.getConnection(record(client.proxy()), key);
    const info = connection.getLinkedRecord("pageInfo");
    return {
      ids: connection.getLinkedRecords("edges").map((edge) => edge.getLinkedRecord("node").getDataID()),
      more: info.getValue("hasNextPage"),
      end: info.getValue("endCursor"),
    };
  };
  let pages = 1;
  for (let list = read(); ; list = read(), pages += 1) {
    assert.equal(new Set(list.ids).size, list.ids.length, `${key}: a member came twice`);
    if (!list.more || pages === 20) {
      assert.ok(pages > 1, `${key} had one page only: nothing was joined`);
      return { members: list.ids.length, pages };
    }
    await page(list.end);
  }
}

/** Three lists, each to its end: of a program, of an initiative in it, and of the root. */
async function drained(client) {
  const { program } = await client.ask("documentsProgramQuery", { code: "VN" });
  const mine = await drain(client, (store) => store.get(program.id), "documents_initiatives", (after) =>
    client.ask("documentsInitiativesPageQuery", { id: program.id, first: 4, after }),
  );
  const connection = ConnectionHandler.getConnection(client.proxy().get(program.id), "documents_initiatives");
  const initiative = connection.getLinkedRecords("edges")[0].getLinkedRecord("node").getDataID();
  const events = await drain(client, (store) => store.get(initiative), "documents_history", (after) =>
    client.ask("documentsHistoryPageQuery", { id: initiative, events: 50, after }),
  );
  await client.ask("documentsAllQuery", {});
  const all = await drain(client, (store) => store.getRoot(), "documents_everywhere_initiatives", (after) =>
    client.ask("documentsEverywherePageQuery", { first: 10, after }),
  );
  return { mine, events, all };
}

const open = { url: process.env.CX_LEDGER_URL, token: process.env.CX_LEDGER_TOKEN };
const { mine, events, all } = await drained(new Client(open, (id) => ({ query: texts[id] })));

const server = await Demonstration.begun(process.env.CX_LEDGER, "--trusted-documents", LIST);
try {
  const closed = { url: server.url, token: server.tokens.program_lead };
  const again = await drained(new Client(closed, (id) => ({ documentId: `sha256:${id}` })));
  assert.equal(again.mine.members, mine.members);
  const { errors } = await send(closed, { query: "{ viewer { id } }" });
  assert.equal(errors[0].extensions.code, "FORBIDDEN", "a document that is not of the list");
} finally {
  await server.remove();
}
const { dependencies } = JSON.parse(readFileSync(new URL("package.json", import.meta.url)));
console.log(
  `relay-compiler ${dependencies["relay-compiler"]}: ${mine.members} initiatives of a program in ${mine.pages} pages, ` +
    `${events.members} events of one in ${events.pages}, ${all.members} initiatives from the root in ${all.pages}; the same by hash alone`,
);
