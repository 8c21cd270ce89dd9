const a = require("./a");
const b = require("./b.js");
const { d } = require("./view.jsx");
