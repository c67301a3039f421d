// The only source of chance here: the same seed gives the same corpus on every machine.

export class Random {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to 1, by the generator known as mulberry32. */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from 0 up to `end`. */
  below(end) {
    return Math.floor(this.next() * end);
  }

  chance(probability) {
    return this.next() < probability;
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  /** Up to `most` different members, in the order of the list. */
  some(list, most) {
    const chosen = new Set();
    const wanted = Math.min(list.length, 1 + this.below(most));
    while (chosen.size < wanted) chosen.add(this.below(list.length));
    return [...chosen].sort((a, b) => a - b).map((index) => list[index]);
  }
}
