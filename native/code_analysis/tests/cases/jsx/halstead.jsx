// The numbers are distinct operators, distinct operands, all operators, all operands.

// const = ( => < < = = { { ; but no closing tags | A b p "x y " i c "d" e b b i p
const A = (b) => <p>x y <i c="d" e={b}>{b}</i></p>;
