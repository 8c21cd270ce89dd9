function before() { if (a) { return 1; } }

function broken( { {
export async function lost() {
  return 1;
}
class Lost {
}

/** After. */
function after() {}
