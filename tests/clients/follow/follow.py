"""One operation with gql over one of its transports; each answer is a line of JSON, as are the errors with which it ends.

    follow.py TRANSPORT ask DOCUMENT
    follow.py TRANSPORT follow DOCUMENT ID [AFTER]
"""

import asyncio
import json
import os
import sys

from gql import Client, GraphQLRequest
from gql.transport.aiohttp import AIOHTTPTransport
from gql.transport.aiohttp_websockets import AIOHTTPWebsocketsTransport
from gql.transport.exceptions import TransportClosed, TransportConnectionFailed, TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport
from gql.transport.websockets import WebsocketsTransport

URL = os.environ["CX_LEDGER_URL"]
SOCKET = URL.replace("http", "ws", 1)
BEARER = {"Authorization": f"Bearer {os.environ['CX_LEDGER_TOKEN']}"}
SUBPROTOCOLS = [WebsocketsTransport.GRAPHQLWS_SUBPROTOCOL]
TRANSPORTS = {
    "websockets": lambda: WebsocketsTransport(url=SOCKET, init_payload=BEARER, subprotocols=SUBPROTOCOLS),
    "aiohttp_websockets": lambda: AIOHTTPWebsocketsTransport(url=SOCKET, init_payload=BEARER, subprotocols=SUBPROTOCOLS),
    "httpx": lambda: HTTPXAsyncTransport(url=URL, headers=BEARER),
    "aiohttp": lambda: AIOHTTPTransport(url=URL, headers=BEARER),
}


def tell(line):
    print(json.dumps(line), flush=True)


async def ask(transport, document):
    async with Client(transport=transport()) as session:
        tell({"data": await session.execute(GraphQLRequest(document))})


async def follow(transport, document, initiative, after=None):
    """Each change from a position on; when the connection breaks, over another one from the last that was told."""
    while True:
        request = GraphQLRequest(document, variable_values={"id": initiative, "after": after})
        try:
            async with Client(transport=transport()) as session:
                async for data in session.subscribe(request):
                    after = data["initiativeChanged"]["position"]
                    tell({"data": data})
            return
        except (TransportClosed, TransportConnectionFailed, OSError):
            await asyncio.sleep(0.05)


async def main(transport, act, *given):
    try:
        await {"ask": ask, "follow": follow}[act](TRANSPORTS[transport], *given)
    except TransportQueryError as error:
        tell({"errors": error.errors})


asyncio.run(main(*sys.argv[1:]))
