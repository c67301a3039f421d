// Runs what relay-compiler wrote with Relay's own store: two pages of each list must join to one.

import { readFileSync } from "node:fs";
import { createOperationDescriptor, ConnectionHandler, Environment, Network, RecordSource, Store, fetchQuery } from "relay-runtime";

const { CX_LEDGER_URL: url, CX_LEDGER_TOKEN: token } = process.env;
const generated = async (name) => (await import(`./__generated__/${name}.graphql.js`)).default;

const network = Network.create(async ({ text, name }, variables) => {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/graphql-response+json",
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({ query: text, operationName: name, variables }),
  });
  const answer = await response.json();
  if (answer.errors) throw new Error(`${name}: ${JSON.stringify(answer.errors)}`);
  return answer;
});
const environment = new Environment({ network, store: new Store(new RecordSource()) });
const ask = async (name, variables) => {
  const query = await generated(name);
  environment.retain(createOperationDescriptor(query, variables));
  return fetchQuery(environment, query, variables).toPromise();
};

/** Reads page after page until the list ends, and answers how many members and pages the store then has. */
async function drain(record, key, page) {
  const read = () => {
    const connection = ConnectionHandler.getConnection(record(proxy()), key);
    const info = connection.getLinkedRecord("pageInfo");
    return {
      ids: connection.getLinkedRecords("edges").map((edge) => edge.getLinkedRecord("node").getDataID()),
      more: info.getValue("hasNextPage"),
      end: info.getValue("endCursor"),
    };
  };
  let pages = 1;
  for (let list = read(); ; list = read(), pages += 1) {
    if (new Set(list.ids).size !== list.ids.length) throw new Error(`${key}: a member came twice`);
    if (!list.more || pages === 20) return { members: list.ids.length, pages };
    await page(list.end);
  }
}

/** The store as it stands. */
function proxy() {
  let found;
  environment.commitUpdate((store) => (found = store));
  return found;
}

const { program } = await ask("documentsProgramQuery", { code: "VN" });
const mine = await drain((store) => store.get(program.id), "documents_initiatives", (after) =>
  ask("documentsInitiativesPageQuery", { id: program.id, first: 4, after }),
);
const first = ConnectionHandler.getConnection(proxy().get(program.id), "documents_initiatives").getLinkedRecords("edges")[0];
const initiative = first.getLinkedRecord("node").getDataID();
const events = await drain((store) => store.get(initiative), "documents_history", (after) =>
  ask("documentsHistoryPageQuery", { id: initiative, events: 50, after }),
);
await ask("documentsAllQuery", {});
const all = await drain((store) => store.getRoot(), "documents_everywhere_initiatives", (after) =>
  ask("documentsEverywherePageQuery", { first: 10, after }),
);
if (mine.pages < 2 || events.pages < 2 || all.pages < 2) throw new Error("a list had one page only: nothing was joined");
const { dependencies } = JSON.parse(readFileSync(new URL("package.json", import.meta.url)));
console.log(
  `relay-compiler ${dependencies["relay-compiler"]}: ${mine.members} initiatives of a program in ${mine.pages} pages, ` +
    `${events.members} events of one in ${events.pages}, ${all.members} initiatives from the root in ${all.pages}`,
);
