// A server with the demonstration on a free port, in a folder of its own.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** How much of what the server logged is kept, in characters. */
const LOG = 20_000;

/** A server that may be stopped and started again: its address and its tokens stay. */
export class Demonstration {
  /** Where it answers GraphQL. */
  url;
  /** A token of one person of each role, by role. */
  tokens;
  #program;
  #options;
  #folder = mkdtempSync(join(tmpdir(), "cx-ledger-clients-"));
  #listen = "127.0.0.1:0";
  #child = null;
  #ended = null;
  #logged = "";

  constructor(program, options) {
    [this.#program, this.#options] = [program, options];
    // Whatever ends this process ends the server.
    process.once("exit", () => this.#child?.kill("SIGKILL"));
  }

  /** One that listens, started with these options beside its own. */
  static async begun(program, ...options) {
    const server = new Demonstration(program, options);
    try {
      const printed = await server.start();
      const tokens = printed.matchAll(/^ {4}(\w+) +(cxl_\S+)$/gm);
      server.tokens = Object.fromEntries([...tokens].map(([, role, token]) => [role, token]));
    } catch (error) {
      await server.remove();
      throw error;
    }
    return server;
  }

  /** Starts it, and waits until it listens; answers what it printed until then. */
  async start() {
    const args = ["serve", "--demo", "--listen", this.#listen, "--data", this.#folder, ...this.#options];
    const child = spawn(this.#program, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    this.#ended = new Promise((done) => child.once("exit", done).once("error", done));
    child.stderr.on("data", (chunk) => (this.#logged = (this.#logged + chunk).slice(-LOG)));
    let printed = "";
    const [, url, address] = await new Promise((listening, failed) => {
      child.once("error", failed);
      child.once("exit", (code) => failed(new Error(`the server ended with ${code} before it listened:\n${this.#logged}`)));
      child.stdout.on("data", (chunk) => {
        printed += chunk;
        const found = /listening on (http:\/\/([^/\s]+)\S*)/.exec(printed);
        if (found) listening(found);
      });
    });
    [this.url, this.#listen] = [url, address];
    return printed;
  }

  /** Stops it with a signal; what it holds stays. */
  async stop(signal = "SIGTERM") {
    this.#child?.kill(signal);
    await this.#ended;
  }

  /** Stops it, and removes what it holds. */
  async remove() {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** The end of what it logged. */
  log() {
    return this.#logged;
  }
}
