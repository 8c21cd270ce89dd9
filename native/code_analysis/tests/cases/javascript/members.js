/** The header of the file. */

/** @license of something else */
import { Base } from "./base.js";

/** Not about the class. */

/**
 * A class.
 *
 *     indented
 */
export class Thing extends Base {
  /** A field. */
  count = 0;
  bare;
  static shared;
  #hidden = 1;
  static #secret() {}
  constructor(a) { super(a); }
  get value() { return this.#hidden; }
  set value(value) { this.#hidden = value; }
  /** Computed. */
  *[Symbol.iterator]() {}
  async "quoted name"() {}
  static { Thing.shared = 1; }
}

class Unexported {
  /** Needs none. */
  run() {}
}

export default {
  name: "component",
  run() {},
  arrow: () => {},
  async *generator() {},
  get value() { return 1; },
};

const Expression = class { run() {} };
/** Two names. */
export const one = function inner() {}, two = () => {};
window.onload = () => {}; // a comment is not inside

const computed = {
  [[
    "LabeledStatement",
    "Identifier",
  ]](node) {},
};

/**/ export function afterAnEmptyComment() {}

/*** A banner. ***/
export function afterABanner() {}
