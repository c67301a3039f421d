// Starts a server with the demonstration on a free port, runs every client against it, and prints one line each.
//
//   tests/clients/run [--server PATH] [STEP...]

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { STEPS } from "./steps.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const scratch = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "clients");
/** A step that is not done by then has hung. */
const STEP_TIMEOUT_MS = 10 * 60 * 1000;

/** The command line: which server program, and which steps. */
function asked(args) {
  const steps = [];
  let server = process.env.CX_LEDGER ?? join(root, "target/debug/cx-ledger");
  while (args.length > 0) {
    const next = args.shift();
    if (next === "--server") server = args.shift() ?? usage("--server needs the path of the program");
    else if (next.startsWith("-")) usage(`unknown option ${next}`);
    else steps.push(STEPS.find(({ name }) => name === next) ?? usage(`unknown step ${next}`));
  }
  return { server: resolve(server), steps: steps.length > 0 ? steps : STEPS };
}

function usage(problem) {
  console.error(`${problem}\nusage: tests/clients/run [--server PATH] [${STEPS.map(({ name }) => name).join("|")}...]`);
  process.exit(2);
}

/** A server with the demonstration, once it listens: its address and the tokens by role. */
async function demonstration(program) {
  if (!existsSync(program)) usage(`there is no server at ${program}: cargo build -p cx-ledger, or --server PATH`);
  const folder = mkdtempSync(join(tmpdir(), "cx-ledger-clients-"));
  const args = ["serve", "--demo", "--listen", "127.0.0.1:0", "--data", folder];
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((done) => child.once("exit", done));
  let printed = "";
  let logged = "";
  child.stderr.on("data", (chunk) => (logged = (logged + chunk).slice(-20_000)));
  const url = await new Promise((listening, failed) => {
    child.once("error", failed);
    child.once("exit", (code) => failed(new Error(`the server ended with ${code} before it listened:\n${logged}`)));
    child.stdout.on("data", (chunk) => {
      printed += chunk;
      const found = /listening on (http\S+)/.exec(printed);
      if (found) listening(found[1]);
    });
  });
  const tokens = Object.fromEntries([...printed.matchAll(/^ {4}(\w+) +(cxl_\S+)$/gm)].map(([, role, token]) => [role, token]));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, tokens, log: () => logged, stop };
}

const found = (command) => spawnSync(command, ["--version"], { stdio: "ignore" }).status === 0;

function shell(command, args, cwd) {
  const ended = spawnSync(command, args, { cwd, encoding: "utf8", timeout: STEP_TIMEOUT_MS, maxBuffer: 1 << 26 });
  if (ended.status !== 0) {
    throw new Error(`${command} ${args.join(" ")}: ${ended.error ?? ""}${ended.stdout}${ended.stderr}`);
  }
}

/** Installs what a step needs, exactly as its lock file says; done once for each content of that file. */
function install(step) {
  const folder = resolve(here, step.folder);
  if (existsSync(join(folder, "package-lock.json"))) {
    once(join(folder, "node_modules/.installed"), join(folder, "package-lock.json"), () =>
      shell("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], folder),
    );
  }
  if (existsSync(join(folder, "requirements.txt"))) {
    const venv = join(scratch, `venv-${step.name}`);
    once(join(venv, ".installed"), join(folder, "requirements.txt"), () => {
      mkdirSync(scratch, { recursive: true });
      shell("python3", ["-m", "venv", "--clear", venv], folder);
      shell(join(venv, "bin/pip"), ["install", "--quiet", "--disable-pip-version-check", "-r", "requirements.txt"], folder);
    });
    return join(venv, "bin");
  }
  return null;
}

/** Does the work unless the mark says that it was done for this lock file. */
function once(mark, lock, work) {
  const wanted = readFileSync(lock, "utf8");
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return;
  work();
  writeFileSync(mark, wanted);
}

/** Runs one step; the last line that it prints says what it found. */
async function run(step, server) {
  const missing = step.needs.find((command) => !found(command));
  if (missing) return { state: "skipped", says: `${missing} is not installed` };
  const bin = install(step);
  const env = {
    ...process.env,
    PATH: bin ? `${bin}:${process.env.PATH}` : process.env.PATH,
    CX_LEDGER_URL: server.url,
    CX_LEDGER_TOKEN: server.tokens[step.as ?? "administrator"],
    CX_LEDGER_TOKENS: JSON.stringify(server.tokens),
    CX_LEDGER_SCRATCH: scratch,
    CARGO_TARGET_DIR: scratch,
  };
  const [command, ...args] = step.command;
  const child = spawn(command, args, { cwd: resolve(here, step.folder), env, stdio: ["ignore", "pipe", "pipe"] });
  const timer = setTimeout(() => child.kill("SIGKILL"), STEP_TIMEOUT_MS);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const code = await new Promise((done, failed) => {
    child.once("error", failed);
    child.once("close", done);
  });
  clearTimeout(timer);
  const lines = output.trimEnd().split("\n");
  if (code !== 0) return { state: "FAILED", says: `exit code ${code}`, output };
  return { state: "ok", says: lines.at(-1) };
}

const { server: program, steps } = asked(process.argv.slice(2));
const server = await demonstration(program);
let failures = 0;
try {
  for (const step of steps) {
    const result = await run(step, server).catch((error) => ({ state: "FAILED", says: "", output: String(error) }));
    console.log(`${result.state.padEnd(8)} ${step.name.padEnd(14)} ${result.says}`);
    if (result.state === "FAILED") {
      failures += 1;
      console.log(result.output.replace(/^/gm, "    "));
    }
  }
} finally {
  await server.stop();
}
if (failures > 0) console.log(`the server's log ended:\n${server.log().replace(/^/gm, "    ")}`);
process.exit(failures > 0 ? 1 : 0);
