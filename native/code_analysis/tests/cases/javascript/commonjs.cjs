const a = require("a");
module.exports = { one, two: 2, three() {} };
module.exports.four = function () {};
exports.five = () => 5;
exports.deep.six = 6;
Foo.prototype.bar = function bar() {};
