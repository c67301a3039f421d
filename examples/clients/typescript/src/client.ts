// One request to the ledger. What went wrong with a request itself is thrown; what the ledger says to a command is data.

import { print } from "@0no-co/graphql.web";
import type { TadaDocumentNode } from "gql.tada";
import { graphql } from "./graphql.js";

export interface RequestError {
  message: string;
  extensions: { code: string };
}

export class RequestRefused extends Error {
  constructor(readonly errors: RequestError[]) {
    super(errors.map(({ message, extensions }) => `${extensions.code}: ${message}`).join("\n"));
  }
}

export class Client {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** Asks, or commands, once. */
  async ask<Result, Variables>(document: TadaDocumentNode<Result, Variables>, variables: Variables): Promise<Result> {
    const response = await this.send(document, variables, "application/graphql-response+json");
    return answered((await response.json()) as Answer<Result>);
  }

  /** Follows: every answer as it comes, until somebody stops listening. */
  async *follow<Result, Variables>(document: TadaDocumentNode<Result, Variables>, variables: Variables): AsyncGenerator<Result> {
    const stopped = new AbortController();
    try {
      const response = await this.send(document, variables, "text/event-stream", stopped.signal);
      if (!response.body || !response.headers.get("content-type")?.startsWith("text/event-stream")) {
        answered((await response.json()) as Answer<Result>);
        return;
      }
      let rest = "";
      for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
        const events = (rest + text).split("\n\n");
        rest = events.pop() ?? "";
        for (const event of events) {
          const data = /^data: ?(.+)$/m.exec(event)?.[1];
          if (/^event: ?next$/m.test(event) && data) yield answered(JSON.parse(data) as Answer<Result>);
        }
      }
    } finally {
      stopped.abort();
    }
  }

  private send(document: TadaDocumentNode<any, any>, variables: unknown, accept: string, signal?: AbortSignal): Promise<Response> {
    return fetch(this.url, {
      method: "POST",
      headers: { "content-type": "application/json", accept, authorization: `Bearer ${this.token}` },
      body: JSON.stringify({ query: print(document), variables }),
      signal: signal ?? null,
    });
  }
}

interface Answer<Result> {
  data?: Result;
  errors?: RequestError[];
}

function answered<Result>({ data, errors }: Answer<Result>): Result {
  if (errors) throw new RequestRefused(errors);
  return data as Result;
}

export { graphql };
