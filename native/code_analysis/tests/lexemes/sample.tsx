interface P<T> { x?: number; readonly y: T }
const e = <A b="c d">text {v} </A>;
