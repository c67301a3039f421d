"""Follows an initiative with gql: over a WebSocket what is recorded, and over HTTP the command that records it."""

import asyncio
import os
import sys
import uuid

from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport
from gql.transport.websockets import WebsocketsTransport

URL = os.environ["CX_LEDGER_URL"]
TOKEN = f"Bearer {os.environ['CX_LEDGER_TOKEN']}"
INITIATIVE = sys.argv[1]

FOLLOW = """subscription Follow($id: ID!) {
  initiativeChanged(id: $id) { position events { type } initiative { name { value } } } }"""
RENAME = """mutation Rename($input: RenameInitiativeInput!) {
  renameInitiative(input: $input) { ... on CommandRecorded { position } ... on CommandError { message } } }"""


def request(document, variables=None):
    query = gql(document)
    query.variable_values = variables
    return query


def socket():
    return WebsocketsTransport(url=URL.replace("http", "ws", 1), init_payload={"Authorization": TOKEN},
                               subprotocols=[WebsocketsTransport.GRAPHQLWS_SUBPROTOCOL])


async def rename(name):
    async with Client(transport=HTTPXAsyncTransport(url=URL, headers={"Authorization": TOKEN})) as session:
        given = {"commandId": str(uuid.uuid4()), "initiative": {"id": INITIATIVE}, "name": name}
        answer = await session.execute(request(RENAME, {"input": given}))
        return answer["renameInitiative"]["position"]


async def main():
    async with Client(transport=socket()) as session:
        recorded = None
        async for answer in session.subscribe(request(FOLLOW, {"id": INITIATIVE})):
            told = answer["initiativeChanged"]
            if recorded is None:
                assert told["events"] == [], told
                recorded = await rename("gql")
            else:
                assert told["position"] == recorded and told["initiative"]["name"]["value"] == "gql", told
                break
        answer = await session.execute(request("{ __typename }"))
        assert answer["__typename"] == "Query", answer
        try:
            await session.execute(request("{ nothing }"))
            raise AssertionError("a wrong document was answered")
        except TransportQueryError as error:
            assert error.errors[0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED", error.errors
    print("gql follows over a WebSocket")


asyncio.run(main())
