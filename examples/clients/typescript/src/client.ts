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

  async ask<Result, Variables>(document: TadaDocumentNode<Result, Variables>, variables: Variables): Promise<Result> {
    const response = await fetch(this.url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/graphql-response+json",
        authorization: `Bearer ${this.token}`,
      },
      body: JSON.stringify({ query: print(document), variables }),
    });
    const { data, errors } = (await response.json()) as { data?: Result; errors?: RequestError[] };
    if (errors) throw new RequestRefused(errors);
    return data as Result;
  }
}

export { graphql };
