// Each function is named after its hand-counted cognitive complexity.
const ZeroShortCircuit = ({ a, b }) => <div>{a && b && <b />}</div>;
const ZeroParentheses = ({ a, b }) => <div>{(a && (b && <b />))}</div>;
const ZeroOr = ({ a }) => <div title={a || "none"} />;
const ZeroCoalesce = ({ a }) => <div>{a ?? <b />}</div>;
const TwoMixed = ({ a, b }) => <div>{a && (b || <b />)}</div>;
const OneMixedCoalesce = ({ a, b }) => <div>{a && (b ?? <b />)}</div>;
const TwoTernaryInside = ({ a, b }) => <div>{a && (b ? <b /> : null)}</div>;
const OneTernary = ({ a }) => <div>{a ? <b /> : <i />}</div>;
const OneInCall = ({ a, b }) => <div>{f(a && b)}</div>;
const OneSpread = ({ a, b }) => <div {...(a && b)} />;
