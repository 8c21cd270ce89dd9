// The numbers are distinct operators, distinct operands, all operators, all operands.

// function ( , { return + ; | add a b a b
function add(a, b) { return a + b; }

// const = => ( . ( > ; but not the brackets' ends | call a a b `x${a} y` /a>b/g 1 2
const call = (a) => a.b(`x${a} y`, /a>b/g, 1 > 2);

// let = [ , ] | list "a" 'a' 1
let list = ["a", 'a', 1];
