// The text area for a document: a list of completions beside the cursor, and lines that begin where the one before did.

import { complete } from "./completion.js";

const MOST = 60;

/** A text area with completions. `schema` answers the schema as it is known now, or nothing; `run` is called on Ctrl Enter. */
export class Editor {
  #area;
  #list;
  #schema;
  #found = null;
  #chosen = 0;

  constructor(area, list, schema, run) {
    [this.#area, this.#list, this.#schema] = [area, list, schema];
    area.addEventListener("keydown", (event) => this.#key(event, run));
    area.addEventListener("input", (event) => {
      if (event.inputType === "insertText" && /[\w@$.]/.test(event.data ?? "")) this.#open();
      else this.#close();
    });
    for (const ending of ["blur", "click", "scroll"]) area.addEventListener(ending, () => this.#close());
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("li");
      if (option) this.#accept([...list.children].indexOf(option));
    });
  }

  #key(event, run) {
    const open = this.#found !== null;
    const keys = {
      Escape: open && (() => this.#close()),
      ArrowDown: open && (() => this.#choose(this.#chosen + 1)),
      ArrowUp: open && (() => this.#choose(this.#chosen - 1)),
      Tab: open && !event.shiftKey && (() => this.#accept(this.#chosen)),
      Enter: event.ctrlKey || event.metaKey ? run : open ? () => this.#accept(this.#chosen) : () => this.#newLine(),
      " ": event.ctrlKey && (() => this.#open()),
    };
    const action = keys[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  #open() {
    const schema = this.#schema();
    const { value, selectionStart, selectionEnd } = this.#area;
    this.#found = schema && selectionStart === selectionEnd ? complete(value, selectionStart, schema) : null;
    if (!this.#found) return this.#close();
    this.#list.replaceChildren(
      ...this.#found.options.slice(0, MOST).map(({ label, detail }, index) => {
        const option = document.createElement("li");
        Object.assign(option, { id: `option-${index}`, role: "option" });
        const [name, what] = [document.createElement("span"), document.createElement("span")];
        name.textContent = label;
        Object.assign(what, { textContent: detail, className: "detail" });
        option.append(name, what);
        return option;
      }),
    );
    this.#place();
    this.#list.hidden = false;
    this.#area.setAttribute("aria-expanded", "true");
    this.#choose(0);
  }

  /** Puts the list below the line of the cursor: every letter is as wide as the others. */
  #place() {
    const { value, selectionStart, scrollTop, scrollLeft } = this.#area;
    const style = getComputedStyle(this.#area);
    const before = value.slice(0, selectionStart);
    const column = before.length - before.lastIndexOf("\n") - 1;
    const height = Number.parseFloat(style.lineHeight);
    const top = Number.parseFloat(style.paddingTop) + height * before.split("\n").length - scrollTop;
    const left = Number.parseFloat(style.paddingLeft) + column * letterWidth(style) - scrollLeft;
    this.#list.style.top = `${Math.min(top, this.#area.clientHeight)}px`;
    this.#list.style.left = `${Math.max(0, Math.min(left, this.#area.clientWidth * 0.5))}px`;
  }

  #choose(index) {
    const options = [...this.#list.children];
    this.#chosen = (index + options.length) % options.length;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === this.#chosen)));
    options[this.#chosen].scrollIntoView({ block: "nearest" });
    this.#area.setAttribute("aria-activedescendant", `option-${this.#chosen}`);
  }

  #accept(index) {
    const { from, to, options } = this.#found;
    this.#area.setRangeText(options[index].label, from, to, "end");
    this.#close();
    this.#changed();
  }

  #newLine() {
    const { value, selectionStart } = this.#area;
    const line = value.slice(value.lastIndexOf("\n", selectionStart - 1) + 1, selectionStart);
    const opens = /[{([]\s*$/.test(line);
    const indent = /^\s*/.exec(line)[0] + (opens ? "  " : "");
    this.#area.setRangeText(`\n${indent}`, selectionStart, this.#area.selectionEnd, "end");
    this.#close();
    this.#changed();
  }

  #changed() {
    this.#area.dispatchEvent(new Event("input"));
  }

  #close() {
    this.#found = null;
    this.#list.hidden = true;
    this.#area.setAttribute("aria-expanded", "false");
    this.#area.removeAttribute("aria-activedescendant");
  }
}

function letterWidth(style) {
  const context = document.createElement("canvas").getContext("2d");
  context.font = style.font;
  return context.measureText("m").width;
}
