// The schema to read: where to begin, a type with its fields, and what is found by a few letters.

import { nameOf, written } from "./schema.js";
import { word } from "./words.js";

const MOST = 60;

/** An element with its attributes and children. Text is always text: nothing here is read as HTML. */
export function element(tag, attributes = {}, ...children) {
  const made = Object.assign(document.createElement(tag), attributes);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** The panel of the schema. */
export class Docs {
  #panel;
  #schema = null;
  #path = [];

  constructor(panel) {
    this.#panel = panel;
  }

  show(schema) {
    this.#schema = schema;
    this.#path = [];
    this.draw();
  }

  draw() {
    if (!this.#schema) return this.#panel.replaceChildren(element("p", { className: "quiet", textContent: word("noSchema") }));
    const search = element("input", { type: "search", placeholder: word("search") });
    search.setAttribute("aria-label", word("search"));
    const below = element("div");
    search.addEventListener("input", () => below.replaceChildren(...(search.value.trim() ? this.#found(search.value) : this.#page())));
    below.append(...this.#page());
    this.#panel.replaceChildren(search, below);
  }

  #open(name) {
    this.#path.push(name);
    this.draw();
    this.#panel.scrollTop = 0;
    this.#panel.querySelector("h3")?.focus();
  }

  #page() {
    const name = this.#path.at(-1);
    return name ? this.#type(this.#schema.type(name)) : this.#roots();
  }

  #roots() {
    const roots = Object.entries(this.#schema.roots).filter(([, name]) => name);
    const item = ([kind, name]) => element("li", {}, `${kind}: `, this.#link(name));
    return [element("h3", { textContent: word("types") }), element("ul", {}, ...roots.map(item))];
  }

  #found(text) {
    const found = this.#schema.search(text);
    const item = ({ type, member }) => element("li", {}, this.#link(type), member ? `.${member}` : "");
    const more = found.length > MOST ? [element("p", { className: "quiet", textContent: word("tooMany", found.length - MOST) })] : [];
    return [element("ul", {}, ...found.slice(0, MOST).map(item)), ...more];
  }

  #type(type) {
    const back = element("button", { type: "button", className: "link", textContent: `← ${this.#path.at(-2) ?? word("types")}` });
    back.addEventListener("click", () => {
      this.#path.pop();
      this.draw();
    });
    const list = (title, members, item) =>
      members?.length ? [element("h4", { textContent: word(title) }), element("ul", {}, ...members.map(item))] : [];
    const input = (value) => element("li", {}, this.#signature(value), this.#words(value));
    return [
      back,
      element("h3", { textContent: type.name, tabIndex: -1 }),
      this.#words(type),
      ...list("possible", type.possibleTypes, ({ name }) => element("li", {}, this.#link(name))),
      ...list("fields", type.fields, (field) => element("li", {}, this.#signature(field), this.#words(field), this.#arguments(field))),
      ...list("inputs", type.inputFields, input),
      ...list("values", type.enumValues, (value) =>
        element("li", {}, element("span", { className: "signature", textContent: value.name }), this.#words(value)),
      ),
    ];
  }

  #arguments({ args }) {
    if (!args?.length) return null;
    const item = (argument) => element("li", {}, this.#signature(argument), this.#words(argument));
    return element("details", {}, element("summary", { className: "quiet", textContent: `${word("arguments")}: ${args.map(({ name }) => name).join(", ")}` }), element("ul", {}, ...args.map(item)));
  }

  #signature({ name, type, defaultValue }) {
    const [before, after] = written(type).split(nameOf(type));
    const rest = defaultValue === null || defaultValue === undefined ? after : `${after} = ${defaultValue}`;
    return element("span", { className: "signature" }, `${name}: ${before}`, this.#link(nameOf(type)), rest);
  }

  #words({ description, isDeprecated, deprecationReason }) {
    const text = isDeprecated ? `${word("deprecated")}: ${deprecationReason}` : description;
    return text ? element("p", { className: "quiet", textContent: text }) : null;
  }

  #link(name) {
    const link = element("button", { type: "button", className: "link", textContent: name });
    link.addEventListener("click", () => this.#open(name));
    return link;
  }
}
