import React, { useState } from "react";

// A component.
export default function Counter({ start = 0, label }) {
  const [count, setCount] = useState(start);
  return (
    <button onClick={() => setCount(count + 1)}>
      {/* in braces, so code */}
      {label && <b>{label}</b>}
      {count > 9 ? "many" : count}
      // text, not a comment
    </button>
  );
}
