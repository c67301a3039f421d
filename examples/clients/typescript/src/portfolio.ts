// The initiatives of a program, page by page, and what is recorded about them from then on. A cursor keeps the point in time: pages never mix two states.

import { type ResultOf } from "gql.tada";
import { type Client, graphql } from "./client.js";

const Portfolio = graphql(`
  query Portfolio($program: Code!, $after: String) {
    program(code: $program) {
      id
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

const Follow = graphql(`
  subscription Follow($id: ID!, $after: Position) {
    programChanged(id: $id, after: $after) {
      position
      events { type position }
    }
  }
`);

type Program = NonNullable<ResultOf<typeof Portfolio>["program"]>;
export type Initiative = Program["initiatives"]["edges"][number]["node"];

/** Each initiative, with the id of the program. */
export async function* portfolio(client: Client, program: string): AsyncGenerator<{ id: string; initiative: Initiative }> {
  let after: string | null = null;
  do {
    const answer: ResultOf<typeof Portfolio> = await client.ask(Portfolio, { program, after });
    if (!answer.program) throw new Error(`there is no program ${program} that you can read`);
    const { edges, pageInfo } = answer.program.initiatives;
    for (const { node } of edges) yield { id: answer.program.id, initiative: node };
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after);
}

/**
 * What is recorded about a program and everything in it: at once the position from which is followed, then each change. Keep the
 * position of the last one: whoever follows again `after` it misses nothing and is told nothing twice.
 */
export async function* follow(client: Client, id: string, after: string | null = null) {
  for await (const { programChanged } of client.follow(Follow, { id, after })) yield programChanged;
}
