// What was answered: one answer to a question; to whoever follows one after another, the newest first.

import { element } from "./docs.js";
import { language } from "./words.js";

/** How many answers are kept to look at; older ones give way. */
const MOST = 100;

/** The panel of the answers. */
export class Answers {
  #panel;
  #count = 0;

  constructor(panel) {
    this.#panel = panel;
  }

  /** What is answered from now on replaces what was answered before. */
  begin() {
    this.#count = 0;
  }

  get count() {
    return this.#count;
  }

  /** Shows an answer, alone or above those that came before it. */
  show(answer, follows) {
    this.#count += 1;
    if (this.#count === 1) this.#panel.replaceChildren();
    const text = typeof answer === "string" ? answer : JSON.stringify(answer, null, 2);
    const shown = element("pre", { textContent: text, className: answer.errors ? "fault" : "" });
    const when = `${this.#count} · ${new Date().toLocaleTimeString(language())}`;
    const heading = follows ? element("p", { className: "quiet", textContent: when }) : null;
    this.#panel.prepend(element("article", {}, heading, shown));
    if (this.#panel.childElementCount > MOST) this.#panel.lastElementChild.remove();
  }
}
