// Clients that others wrote, each used the way its own documentation says, under one form: `follow` gives what is told of an
// initiative from a position on, over as many connections as it takes, and `ask` answers one document.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { createClient as createEvents } from "graphql-sse";
import { createClient as createSocket } from "graphql-ws";
import WebSocket from "ws";

const FIELDS = "position events { position type } initiative { name { value } }";
const FROM = `subscription Follow($id: ID!, $after: Position) { initiativeChanged(id: $id, after: $after) { ${FIELDS} } }`;
const FROM_NOW = `subscription Follow($id: ID!) { initiativeChanged(id: $id) { ${FIELDS} } }`;
/** A client connects anew at once, and does not give up while a server starts. */
const PATIENCE = 1_000;
const SOON_MS = 50;

/** An operation was refused, or ended by the server. */
export class Ended extends Error {
  constructor(errors) {
    super(JSON.stringify(errors));
    const [{ extensions }] = errors;
    this.code = extensions?.code;
    this.resumeAfter = extensions?.resumeAfter;
  }
}

function answered({ data, errors }) {
  if (errors) throw new Ended(errors);
  return data;
}

/** `graphql-ws`: sends the variables as they stand whenever it connects anew. */
export function overSocket(url, token) {
  const client = createSocket({
    url: url.replace(/^http/, "ws"),
    webSocketImpl: WebSocket,
    connectionParams: { Authorization: `Bearer ${token}` },
    shouldRetry: () => true,
    retryAttempts: PATIENCE,
    retryWait: () => wait(SOON_MS),
  });
  async function* iterate(payload) {
    try {
      for await (const answer of client.iterate(payload)) yield answered(answer);
    } catch (errors) {
      throw Array.isArray(errors) ? new Ended(errors) : errors;
    }
  }
  return {
    name: "graphql-ws",
    async *follow(id, after) {
      const variables = { id, after };
      for await (const { initiativeChanged } of iterate({ query: FROM, variables })) {
        variables.after = initiativeChanged.position;
        yield initiativeChanged;
      }
    },
    async ask(query) {
      for await (const data of iterate({ query })) return data;
    },
    end: () => client.dispose(),
  };
}

/** `graphql-sse`: asks for the headers whenever it connects anew, and among them says what it was told last. */
export function overEvents(url, token) {
  let last = null;
  const client = createEvents({
    url,
    headers: () => ({ Authorization: `Bearer ${token}`, ...(last ? { "Last-Event-ID": last } : {}) }),
    retryAttempts: PATIENCE,
    retry: () => wait(SOON_MS),
  });
  return {
    name: "graphql-sse",
    async *follow(id, after) {
      last = after;
      for await (const answer of client.iterate({ query: FROM_NOW, variables: { id } })) {
        const { initiativeChanged } = answered(answer);
        last = initiativeChanged.position;
        yield initiativeChanged;
      }
    },
    async ask(query) {
      for await (const answer of client.iterate({ query })) return answered(answer);
    },
    end: () => client.dispose(),
  };
}

/** PyPI `gql` over one of its transports: a program beside this file, which prints a line for each answer. */
export function overPython(url, token, transport) {
  const running = new Set();
  async function* lines(args) {
    const env = { ...process.env, CX_LEDGER_URL: url, CX_LEDGER_TOKEN: token };
    const child = spawn("python3", ["follow.py", transport, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
    running.add(child);
    let complaint = "";
    child.stderr.on("data", (chunk) => (complaint += chunk));
    const ended = once(child, "close");
    try {
      for await (const line of createInterface({ input: child.stdout })) yield answered(JSON.parse(line));
      const [code] = await ended;
      if (code !== 0) throw new Error(`${transport} ended with ${code}: ${complaint}`);
    } finally {
      child.kill();
      running.delete(child);
    }
  }
  return {
    name: `gql ${transport}`,
    async *follow(id, after) {
      for await (const { initiativeChanged } of lines(["follow", FROM, id, ...(after ? [after] : [])])) yield initiativeChanged;
    },
    async ask(query) {
      for await (const data of lines(["ask", query])) return data;
    },
    end: () => running.forEach((child) => child.kill()),
  };
}

/** The code with which a socket is closed that speaks these protocols and says this, one message after the other. */
export async function closeCode(url, protocols, messages) {
  const socket = new WebSocket(url.replace(/^http/, "ws"), protocols);
  socket.once("open", () => messages.forEach((message) => socket.send(typeof message === "string" ? message : JSON.stringify(message))));
  socket.on("message", (text) => JSON.parse(text).type === "ping" && socket.send('{"type":"pong"}'));
  const [code] = await once(socket, "close");
  return code;
}
