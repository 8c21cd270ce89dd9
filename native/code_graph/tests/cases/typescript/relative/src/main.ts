/// <reference path="globals.d.ts" />
/// <reference types="node" />
import { a } from "./a";
import { b } from "./b.js";
import c from "./c.mjs";
import type { D } from "./d";
import data from "./data.json";
import named from "./data";
import "./folder";
import "./folder/";
import "./both";
import "./both/";
import "./view";
import "./legacy";
import "./declared.js";
import "./service.module";
import icon from "./icon.svg?raw";
import "./style.css";
import "..";
import "./missing";
import "../../outside";
import fs = require("./required");
export * from "./reexported";
export type { T } from "./types";
const lazy = () => import("./lazy");
const chunk = () => import(/* webpackChunkName: "chunk" */ "./chunk");
type Inline = import("./inline").Inline;
const computed = (name: string) => import(`./locale/${name}`);
import Alias = Some.Name;
