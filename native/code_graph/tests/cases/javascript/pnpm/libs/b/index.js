const a = require("a");
const old = require("old");
const path = require("path");
require("./" + a);
