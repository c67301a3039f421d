// A command the way a client should send it: with an id that is drawn once and sent again when an answer was lost, and with the
// revision that was seen, so that nobody overwrites what somebody else recorded in between.

import { randomUUID } from "node:crypto";
import { type ResultOf, type VariablesOf } from "gql.tada";
import { type Client, graphql } from "./client.js";

const Awaited = graphql(`
  query Awaited($program: Code!, $metric: Code!) {
    metric(program: $program, code: $metric) {
      revision
      headline { definition channel segment source }
      arrivals(first: 1, state: AWAITED) { edges { node { period { from to } } } }
    }
  }
`);

const Record = graphql(`
  mutation Record($input: RecordReadingInput!) {
    recordReading(input: $input) {
      __typename
      ... on MetricRecorded { position revision replayed }
      ... on CommandError { code message remedy }
      ... on Unavailable { retry }
    }
  }
`);

export type Outcome = NonNullable<ResultOf<typeof Record>["recordReading"]>;
type Input = VariablesOf<typeof Record>["input"];

/** Sends a command until there is an answer; after each failure it waits twice as long as before. */
export async function record(client: Client, input: Input, tries = 5): Promise<Outcome> {
  for (let wait = 100; ; wait *= 2) {
    try {
      const { recordReading } = await client.ask(Record, { input });
      if (!recordReading) throw new Error("no answer to the command");
      const again = recordReading.__typename === "Unavailable" && recordReading.retry;
      if (!again || (tries -= 1) === 0) return recordReading;
    } catch (error) {
      // The answer was lost, not necessarily the command: the same id makes it safe to send it again.
      if (!(error instanceof TypeError) || (tries -= 1) === 0) throw error;
    }
    await new Promise((done) => setTimeout(done, wait));
  }
}

/** Records the figure of the latest period whose reading has not come; looks again when somebody was quicker. */
export async function recordAwaited(client: Client, program: string, code: string, value: string, seen?: string) {
  const commandId = randomUUID();
  for (let tries = 0; tries < 3; tries += 1) {
    const { metric } = await client.ask(Awaited, { program, metric: code });
    const period = metric?.arrivals.edges[0]?.node.period;
    if (!metric?.headline || !period) throw new Error(`${code} awaits no reading`);
    const input: Input = {
      commandId,
      expectedRevision: tries === 0 && seen ? seen : metric.revision,
      metric: { code: { program, code } },
      period,
      series: metric.headline,
      figures: { value },
    };
    const outcome = await record(client, input);
    if (outcome.__typename !== "Conflict") return { input, outcome };
    console.log(`  conflict: ${outcome.message}`);
  }
  throw new Error("others are quicker every time");
}
