#!/usr/bin/env node
import fs, { readFile as read, writeFile } from "node:fs";
import * as path from 'path';
import "./side-effect.js";
export * from "./all.js";
export * as named from "./named.js";
export { a, b as c } from "./some.js";

/** Documented. */
export function documented(a, b) {}

/**
 * A class.
 */
export default class Thing extends Base {
  /** A method. */
  run() {}
  get value() { return 1; }
}

/* not documentation */
export const one = 1, { two, three: four } = x;

/** An arrow. */
export const arrow = async () => await import("./lazy.js");

const local = require("./local.cjs");
export { local as exported };

const object = {
  /** In an object. */
  "quoted key": function () {},
  short() {},
};

router.get("/", (request, response) => {
  response.send(`/* ${request} */`);
});

/* A function in brackets has the name that they are given. */
const inBrackets = (function () {});
const calledAtOnce = (() => 1)();
