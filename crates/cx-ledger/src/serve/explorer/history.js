// What was asked before, in this browser alone: documents, and whether they had variables; neither their values nor tokens.

import { element } from "./docs.js";
import { word } from "./words.js";

const KEY = "cx-ledger-explorer-history";
const MOST = 50;

/** What is kept. What somebody else put there and what is no list counts as nothing. */
function kept() {
  try {
    const entries = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(entries) ? entries.filter((entry) => typeof entry?.document === "string") : [];
  } catch {
    return [];
  }
}

function keep(entries) {
  try {
    localStorage.setItem(KEY, JSON.stringify(entries));
  } catch {
    // A browser that keeps nothing, or no more: the history is a convenience.
  }
}

/** The panel of the history; `open` is called with the document that somebody chose. */
export class History {
  #panel;
  #open;

  constructor(panel, open) {
    [this.#panel, this.#open] = [panel, open];
  }

  add(document, hasVariables) {
    const others = kept().filter((entry) => entry.document !== document);
    keep([{ document, hasVariables, at: new Date().toISOString() }, ...others].slice(0, MOST));
    this.draw();
  }

  draw() {
    const entries = kept();
    const item = ({ document, hasVariables, at }) => {
      const choose = element("button", { type: "button", className: "link entry", textContent: document.trim().slice(0, 300) });
      choose.addEventListener("click", () => this.#open(document));
      const note = `${new Date(at).toLocaleString()}${hasVariables ? ` · ${word("withVariables")}` : ""}`;
      return element("li", {}, choose, element("span", { className: "quiet", textContent: note }));
    };
    const clear = element("button", { type: "button", textContent: word("clear") });
    clear.addEventListener("click", () => {
      keep([]);
      this.draw();
    });
    const text = entries.length > 0 ? word("keptOut") : word("empty");
    this.#panel.replaceChildren(
      element("p", { className: "quiet", textContent: text }),
      element("ul", {}, ...entries.map(item)),
      ...(entries.length > 0 ? [clear] : []),
    );
  }
}
