const whole = require("..");
const part = require("../src/part");
const name = require("whole");
