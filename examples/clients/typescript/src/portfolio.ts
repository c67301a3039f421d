// The initiatives of a program, page by page. A cursor keeps the point in time: pages never mix two states.

import { type ResultOf } from "gql.tada";
import { type Client, graphql } from "./client.js";

const Portfolio = graphql(`
  query Portfolio($program: Code!, $after: String) {
    program(code: $program) {
      initiatives(first: 10, after: $after) {
        edges {
          node {
            code
            status
            signal
            owner { name { value } }
            maturity { level }
          }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

type Program = NonNullable<ResultOf<typeof Portfolio>["program"]>;
export type Initiative = Program["initiatives"]["edges"][number]["node"];

export async function* portfolio(client: Client, program: string): AsyncGenerator<Initiative> {
  let after: string | null = null;
  do {
    const answer: ResultOf<typeof Portfolio> = await client.ask(Portfolio, { program, after });
    if (!answer.program) throw new Error(`there is no program ${program} that you can read`);
    const { edges, pageInfo } = answer.program.initiatives;
    for (const { node } of edges) yield node;
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after);
}
