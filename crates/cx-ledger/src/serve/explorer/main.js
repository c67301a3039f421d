// The page: what is typed, what is answered, and the schema and history beside it.

import { Answers } from "./answers.js";
import { ask } from "./ask.js";
import { operations } from "./completion.js";
import { Docs, element } from "./docs.js";
import { Editor } from "./editor.js";
import { History } from "./history.js";
import { INTROSPECTION, Schema } from "./schema.js";
import { LANGUAGES, choose, language, word } from "./words.js";

const FIRST = `# Programs that you can read, with initiatives
query Portfolio {
  programs(first: 5) {
    edges {
      node {
        code
        name { value }
        initiatives(first: 10) {
          edges {
            node {
              code
              status
              owner { name { value } }
              maturity { level }
            }
          }
        }
      }
    }
  }
}

# Whatever is recorded from now on
subscription Follow {
  ledgerChanged {
    position
    events {
      type
      recorded
      by { name { value } }
      about { id }
    }
  }
}
`;
const VIEWER = "query Viewer { viewer { name { value } } }";
const TOKEN = "cx-ledger-explorer-token";
const DRAFT = "cx-ledger-explorer-draft";
const LANGUAGE = "cx-ledger-explorer-language";

const at = (id) => document.getElementById(id);
const answers = new Answers(at("answer"));
const docs = new Docs(at("schema"));
const history = new History(at("history"), (text) => {
  at("document").value = text;
  typed();
  at("document").focus();
});
let schema = null;
let running = null;
new Editor(at("document"), at("options"), () => schema, run);

/** Puts the words of the chosen language everywhere. */
function draw() {
  document.documentElement.lang = language();
  for (const place of document.querySelectorAll("[data-word]")) place.textContent = word(place.dataset.word);
  for (const place of document.querySelectorAll("[data-label]")) place.setAttribute("aria-label", word(place.dataset.label));
  document.title = `CX Ledger ${word("explorer")}`;
  at("language").value = language();
  docs.draw();
  history.draw();
}

/** Asks with whatever token there is now. */
const asking = (request) => ({ token: at("token").value.trim(), language: language(), ...request });

/** Greets whoever the token stands for and reads the schema with it. */
async function enter() {
  sessionStorage.removeItem(TOKEN);
  const token = at("token").value.trim();
  [schema, at("viewer").textContent] = [null, ""];
  docs.show(null);
  if (!token) return;
  if (at("keep").checked) sessionStorage.setItem(TOKEN, token);
  at("viewer").textContent = word("loading");
  try {
    let [viewer, described] = [null, null];
    await ask(asking({ document: VIEWER }), (answer) => (viewer = answer));
    await ask(asking({ document: INTROSPECTION }), (answer) => (described = answer));
    if (token !== at("token").value.trim()) return;
    const name = viewer?.data?.viewer?.name?.value;
    at("viewer").textContent = name ? word("you", name) : (viewer?.errors?.[0]?.message ?? "");
    if (described?.data) {
      schema = new Schema(described.data.__schema);
      docs.show(schema);
    }
  } catch {
    at("viewer").textContent = word("failed");
  }
}

/** What changes with every letter: which operations there are to choose from. */
function typed() {
  const text = at("document").value;
  sessionStorage.setItem(DRAFT, text);
  const names = operations(text).map(({ name }) => name).filter(Boolean);
  const chosen = at("operation").value;
  at("operation").replaceChildren(...names.map((name) => element("option", { value: name, textContent: name })));
  if (names.includes(chosen)) at("operation").value = chosen;
  at("operations").hidden = names.length < 2;
}

/** The variables as typed; nothing if they are no object. */
function variables() {
  const text = at("variables").value.trim();
  if (!text) return {};
  try {
    const given = JSON.parse(text);
    return typeof given === "object" && given !== null && !Array.isArray(given) ? given : null;
  } catch {
    return null;
  }
}

/** Runs the document, or the chosen operation of it. */
async function run() {
  if (running) return;
  const [text, given] = [at("document").value, variables()];
  if (given === null) return told(word("notJson"), true);
  const all = operations(text);
  const name = all.length > 1 ? at("operation").value : undefined;
  const kind = all.find((one) => name === undefined || one.name === name)?.kind ?? "query";
  history.add(text, Object.keys(given).length > 0);
  const follows = kind === "subscription";
  running = new AbortController();
  working(true);
  answers.begin();
  told(follows ? word("following") : word("running"), false);
  const begun = performance.now();
  const counted = () => (answers.count > 0 && follows ? word("answers", answers.count) : null);
  let cost = null;
  try {
    const request = asking({ document: text, variables: given, operationName: name, kind, signal: running.signal });
    const { status } = await ask(request, (answer) => {
      answers.show(answer, follows);
      cost = answer.extensions?.cost?.points ?? null;
      if (follows) told(joined(word("following"), counted()), false);
    });
    const took = follows ? word("ended") : `${Math.round(performance.now() - begun)} ms`;
    told(joined(status, took, counted(), cost === null ? null : word("cost", cost)), status >= 400);
  } catch (error) {
    if (error.name === "AbortError") told(joined(word("stopped"), counted()), false);
    else told(joined(answers.count > 0 ? word("brokenOff") : word("failed"), counted()), true);
  }
  running = null;
  working(false);
}

const joined = (...parts) => parts.filter((part) => part !== null).join(" · ");

function told(text, fault) {
  at("status").textContent = text;
  at("status").classList.toggle("fault", fault);
}

function working(yes) {
  at("run").hidden = yes;
  at("stop").hidden = !yes;
  if (yes) at("stop").focus();
  else if (document.activeElement === document.body) at("document").focus();
}

/** Shows one of the two panels; the arrow keys go from one tab to the other. */
function side(chosen) {
  for (const name of ["schema", "history"]) {
    const is = name === chosen;
    at(name).hidden = !is;
    at(`tab-${name}`).setAttribute("aria-selected", String(is));
    at(`tab-${name}`).tabIndex = is ? 0 : -1;
  }
}

for (const [name, other] of [["schema", "history"], ["history", "schema"]]) {
  at(`tab-${name}`).addEventListener("click", () => side(name));
  at(`tab-${name}`).addEventListener("keydown", ({ key }) => {
    if (key !== "ArrowLeft" && key !== "ArrowRight") return;
    side(other);
    at(`tab-${other}`).focus();
  });
}
at("entry").addEventListener("submit", (event) => event.preventDefault());
at("token").addEventListener("change", enter);
at("keep").addEventListener("change", enter);
at("language").addEventListener("change", () => {
  choose(at("language").value);
  localStorage.setItem(LANGUAGE, language());
  draw();
});
at("document").addEventListener("input", typed);
at("run").addEventListener("click", run);
at("stop").addEventListener("click", () => running?.abort());
at("variables").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
});

choose(localStorage.getItem(LANGUAGE) ?? LANGUAGES.find((code) => navigator.language.startsWith(code)));
at("document").value = sessionStorage.getItem(DRAFT) ?? FIRST;
at("token").value = sessionStorage.getItem(TOKEN) ?? "";
at("keep").checked = at("token").value !== "";
draw();
typed();
enter();
