// Starts a server with the demonstration on a free port, runs every client against it, and prints one line each.
//
//   tests/clients/run [--server PATH] [STEP...]

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Demonstration } from "./demonstration.mjs";
import { STEPS } from "./steps.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const target = resolve(process.env.CARGO_TARGET_DIR ?? join(root, "target"));
const scratch = join(target, "clients");
/** A step that is not done by then has hung. */
const STEP_TIMEOUT_MS = 10 * 60 * 1000;
/** Packages that have not come by then do not come. */
const FETCH_TIMEOUT_MS = 3 * 60 * 1000;
/** How a command shows that it is there; all that have no line here answer --version. */
const SHOWS = { python3: ["-c", "import ensurepip, venv"] };
/** What npm, pip and cargo say where no registry can be reached. */
const NO_WAY =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH)\b|NameResolutionError|NewConnectionError|ConnectTimeoutError|ReadTimeoutError|ProxyError|[Cc]ould ?n[o']t (resolve host|connect)/;

/** A step was left out, for what the machine lacks and not for what was tried. */
class LeftOut extends Error {}

/** The command line: which server program, and which steps. */
function asked(args) {
  const steps = [];
  let server = process.env.CX_LEDGER ?? join(target, "debug/cx-ledger");
  while (args.length > 0) {
    const next = args.shift();
    if (next === "--server") server = args.shift() ?? usage("--server needs the path of the program");
    else if (next.startsWith("-")) usage(`unknown option ${next}`);
    else steps.push(STEPS.find(({ name }) => name === next) ?? usage(`unknown step ${next}`));
  }
  if (!existsSync(server)) usage(`there is no server at ${server}: cargo build -p cx-ledger, or --server PATH`);
  return { program: resolve(server), steps: steps.length > 0 ? steps : STEPS };
}

function usage(problem) {
  console.error(`${problem}\nusage: tests/clients/run [--server PATH] [${STEPS.map(({ name }) => name).join("|")}...]`);
  process.exit(2);
}

const found = (command) => spawnSync(command, SHOWS[command] ?? ["--version"], { stdio: "ignore" }).status === 0;

/** Tools that found no way to their registry: they are not asked again. */
const cutOff = new Set();

/** Runs what fetches packages. Where there is no network, whatever needs them is left out. */
function fetchPackages(command, args, cwd, env = {}) {
  const tool = command.split("/").at(-1);
  const leaveOut = () => {
    cutOff.add(tool);
    throw new LeftOut(`${tool} can't reach its registry, and the packages were not fetched before`);
  };
  if (cutOff.has(tool)) leaveOut();
  const options = { cwd, encoding: "utf8", timeout: FETCH_TIMEOUT_MS, maxBuffer: 1 << 26, env: { ...process.env, ...env } };
  const { status, error, stdout, stderr } = spawnSync(command, args, options);
  if (status === 0) return;
  const said = `${command} ${args.join(" ")}: ${error ?? ""}\n${stdout}${stderr}`;
  if (NO_WAY.test(said)) leaveOut();
  throw new Error(said);
}

/** Installs what a step needs, exactly as its lock file says; done once for each content of that file. */
function install(step) {
  const folder = resolve(here, step.folder);
  if (existsSync(join(folder, "package-lock.json"))) {
    once(join(folder, "node_modules/.installed"), join(folder, "package-lock.json"), () =>
      fetchPackages("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1"], folder),
    );
  }
  if (existsSync(join(folder, "Cargo.lock"))) {
    fetchPackages("cargo", ["fetch", "--quiet", "--locked"], folder, { CARGO_NET_RETRY: "1" });
  }
  if (existsSync(join(folder, "requirements.txt"))) {
    const venv = join(scratch, `venv-${step.name}`);
    once(join(venv, ".installed"), join(folder, "requirements.txt"), () => {
      mkdirSync(scratch, { recursive: true });
      fetchPackages("python3", ["-m", "venv", "--clear", venv], folder);
      const quietly = ["--quiet", "--disable-pip-version-check", "--retries", "1"];
      fetchPackages(join(venv, "bin/pip"), ["install", ...quietly, "-r", "requirements.txt"], folder);
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
async function run(step, program, server) {
  const missing = step.needs.find((command) => !found(command));
  if (missing) throw new LeftOut(`${missing}${SHOWS[missing] ? " with venv" : ""} is not installed`);
  const bin = install(step);
  const env = {
    ...process.env,
    PATH: bin ? `${bin}:${process.env.PATH}` : process.env.PATH,
    CX_LEDGER: program,
    CX_LEDGER_URL: server.url,
    CX_LEDGER_TOKEN: server.tokens[step.as ?? "administrator"],
    CX_LEDGER_SCRATCH: scratch,
    CARGO_TARGET_DIR: scratch,
  };
  const [command, ...args] = step.command;
  // A group of its own, so that it can be ended with whatever it started.
  const child = spawn(command, args, { cwd: resolve(here, step.folder), env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const end = () => process.kill(-child.pid, "SIGKILL");
  const timer = setTimeout(end, STEP_TIMEOUT_MS);
  process.once("exit", end);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const code = await new Promise((done, failed) => {
    child.once("error", failed);
    child.once("close", done);
  }).finally(() => {
    clearTimeout(timer);
    process.off("exit", end);
  });
  if (code !== 0) throw new Error(`${code === null ? `not done after ${STEP_TIMEOUT_MS / 60_000} minutes` : `exit code ${code}`}\n${output}`);
  return output.trimEnd().split("\n").at(-1);
}

// Whoever ends this ends what it runs.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
const { program, steps } = asked(process.argv.slice(2));
const server = await Demonstration.begun(program);
const [failed, leftOut] = [[], []];
for (const step of steps) {
  const begun = performance.now();
  const told = (state, says) => {
    const seconds = Math.round((performance.now() - begun) / 1000);
    console.log(`${state.padEnd(9)} ${step.name.padEnd(13)} ${`${seconds} s`.padStart(5)}  ${says}`);
  };
  try {
    told("ok", await run(step, program, server));
  } catch (error) {
    if (error instanceof LeftOut) {
      leftOut.push(step.name);
      told("left out", error.message);
    } else {
      failed.push(step.name);
      told("FAILED", error.message.replace(/\n/g, "\n    "));
    }
  }
}
await server.remove();
const names = (steps) => (steps.length > 0 ? steps.join(", ") : "none");
console.log(`${steps.length} steps; failed: ${names(failed)}; left out: ${names(leftOut)}`);
if (failed.length > 0) console.log(`the server's log ended:\n${server.log().replace(/^/gm, "    ")}`);
process.exit(failed.length > 0 ? 1 : 0);
