"""The verdicts of graphql-core: one line of JSON a document of the corpus, a reason where it is refused."""

import json
import pathlib
import sys

from graphql import GraphQLError, OperationDefinitionNode, build_schema, parse, validate
from graphql.execution.values import get_variable_values

ROOT = pathlib.Path(__file__).parents[3]


def refusal(schema, entry):
    try:
        document = parse(entry["document"])
    except GraphQLError as error:
        return f"syntax: {error.message}"
    errors = validate(schema, document, max_errors=1)
    if errors:
        return errors[0].message
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    if "operation" in entry:
        operations = [one for one in operations if one.name and one.name.value == entry["operation"]]
    if len(operations) != 1:
        return "no operation is chosen"
    values = get_variable_values(schema, operations[0].variable_definitions or (), entry["variables"])
    return values[0].message if isinstance(values, list) else None


def main():
    schema = build_schema((ROOT / "schema/graphql/schema.graphql").read_text(encoding="utf-8"))
    with (ROOT / "tests/clients/corpus/documents.jsonl").open(encoding="utf-8") as corpus:
        for line in corpus:
            print(json.dumps(refusal(schema, json.loads(line))))


if __name__ == "__main__":
    sys.exit(main())
