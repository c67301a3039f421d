"""Reads a portfolio, follows what changes in it and records a reading, with the client `gql`.

    CX_LEDGER_TOKEN=cxl_... python3 example.py

The token is one of a program lead: cx-ledger serve --demo shows one at its first start.
"""

import os
import pathlib
import uuid

from gql import Client, GraphQLRequest
from gql.transport.requests import RequestsHTTPTransport
from gql.transport.websockets import WebsocketsTransport

URL = os.environ.get("CX_LEDGER_URL", "http://127.0.0.1:8080/graphql")
TOKEN = os.environ["CX_LEDGER_TOKEN"]
PROGRAM = "VN"
METRIC = "LOAN-DAYS"
# With the schema at hand the client refuses a document that does not fit before it is sent.
SCHEMA = pathlib.Path(__file__).parents[3] / "schema" / "graphql" / "schema.graphql"

PORTFOLIO = """
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
"""

AWAITED = """
query Awaited($program: Code!, $metric: Code!) {
  metric(program: $program, code: $metric) {
    revision
    headline { definition channel segment source }
    arrivals(first: 1, state: AWAITED) { edges { node { period { from to } } } }
  }
}
"""

RECORD = """
mutation Record($input: RecordReadingInput!) {
  recordReading(input: $input) {
    __typename
    ... on MetricRecorded { position revision replayed }
    ... on CommandError { code message remedy }
    ... on Unavailable { retry }
  }
}
"""


FOLLOW = """
subscription Follow($id: ID!, $after: Position) {
  programChanged(id: $id, after: $after) {
    position
    events { type position }
  }
}
"""


def portfolio(session):
    """Every initiative of the program, with the program's id. A page's cursor keeps the point in time: pages never mix two states."""
    after = None
    while True:
        variables = {"program": PROGRAM, "after": after}
        answer = session.execute(GraphQLRequest(PORTFOLIO, variable_values=variables))
        page = answer["program"]["initiatives"]
        yield from ((answer["program"]["id"], edge["node"]) for edge in page["edges"])
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


def follow(program, after=None):
    """What is recorded about a program and everything in it: at once the position from which is followed, then each change.

    Keep the position of the last one: whoever follows again `after` it misses nothing and is told nothing twice.
    """
    transport = WebsocketsTransport(
        URL.replace("http", "ws", 1),
        init_payload={"Authorization": f"Bearer {TOKEN}"},
        subprotocols=[WebsocketsTransport.GRAPHQLWS_SUBPROTOCOL],
    )
    request = GraphQLRequest(FOLLOW, variable_values={"id": program, "after": after})
    for answer in Client(transport=transport).subscribe(request):
        yield answer["programChanged"]


def awaited(session):
    """The metric as it stands, and the latest period whose reading has not come."""
    variables = {"program": PROGRAM, "metric": METRIC}
    metric = session.execute(GraphQLRequest(AWAITED, variable_values=variables))["metric"]
    return metric, metric["arrivals"]["edges"][0]["node"]["period"]


def record(session, command, expected_revision, period, series, value):
    """Sends the command once and answers the member of its result. What the ledger says to a command is data."""
    given = {
        "commandId": command,
        "expectedRevision": expected_revision,
        "metric": {"code": {"program": PROGRAM, "code": METRIC}},
        "period": period,
        "series": series,
        "figures": {"value": value},
    }
    return session.execute(GraphQLRequest(RECORD, variable_values={"input": given}))["recordReading"]


def record_after_conflict(session, value, seen_revision):
    """Records a reading against the revision that was seen, and looks again if somebody was quicker.

    The command id is drawn once. Should an answer be lost on its way, the same command is sent again with the same
    id: what was recorded is answered with `replayed: true`, and nothing is recorded twice.
    """
    command = str(uuid.uuid4())
    metric, period = awaited(session)
    for _ in range(3):
        result = record(session, command, seen_revision, period, metric["headline"], value)
        if result["__typename"] != "Conflict":
            return command, period, result
        print(f"  conflict: {result['message']}")
        metric, period = awaited(session)
        seen_revision = metric["revision"]
    raise SystemExit("others are quicker every time")


def main():
    transport = RequestsHTTPTransport(URL, headers={"Authorization": f"Bearer {TOKEN}"}, retries=2)
    client = Client(transport=transport, schema=SCHEMA.read_text(encoding="utf-8"))
    with client as session:
        initiatives = list(portfolio(session))
        program = initiatives[0][0]
        for _, one in initiatives:
            owner = (one["owner"] or {}).get("name") or {}
            level = (one["maturity"] or {}).get("level", "-")
            print(f"  {one['code']:16} {one['status']:10} level {level}  {one['signal'] or '-':13} {owner.get('value')}")

        changes = follow(program)
        next(changes)  # from here on nothing is missed

        metric, _ = awaited(session)
        stale = str(int(metric["revision"]) - 1)  # as if somebody had recorded something since we looked
        command, period, result = record_after_conflict(session, "12.5", stale)
        if result["__typename"] != "MetricRecorded":
            raise SystemExit(f"not recorded: {result['code']}: {result['message']} {result.get('remedy', '')}")

        for change in changes:
            for event in change["events"]:
                print(f"  followed: {event['type']} at position {event['position']}")
            if int(change["position"]) >= int(result["position"]):
                break

        # As if that answer had been lost: the same command again.
        again = record(session, command, metric["revision"], period, metric["headline"], "12.5")
        if not again["replayed"] or again["position"] != result["position"]:
            raise SystemExit(f"a repeated command was not answered as the first time: {again}")
        print(
            f"gql: {len(initiatives)} initiatives read; a reading of {METRIC} recorded at position "
            f"{result['position']} after a conflict, followed, and answered alike when sent again"
        )


if __name__ == "__main__":
    main()
