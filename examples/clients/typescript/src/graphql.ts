// Documents, typed by the schema: their results and variables have the types of the fields that they name.

import { initGraphQLTada } from "gql.tada";
import type { introspection } from "./graphql-env.js";

export const graphql = initGraphQLTada<{
  introspection: introspection;
  // Exact numbers, days and positions travel as strings, so that nothing rounds them on the way.
  scalars: { Code: string; Count: string; Date: string; DateTime: string; Decimal: string; JSON: unknown; Position: string };
}>();
