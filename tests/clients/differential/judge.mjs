// The verdict of graphql-js: may the document be executed with these variables?

import { Kind, Source, getVariableValues, parse, specifiedRules, validate } from "graphql";

/** Why the document is refused; nothing if it may be executed. */
export function refusal(schema, { document, variables, operation }) {
  let parsed;
  try {
    parsed = parse(new Source(document));
  } catch (error) {
    return `syntax: ${error.message}`;
  }
  const [error] = validate(schema, parsed, specifiedRules, { maxErrors: 1 });
  if (error) return error.message;
  const operations = parsed.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const chosen = operation ? operations.filter(({ name }) => name?.value === operation) : operations;
  if (chosen.length !== 1) return "no operation is chosen";
  const { errors } = getVariableValues(schema, chosen[0].variableDefinitions ?? [], variables);
  return errors?.[0].message;
}
