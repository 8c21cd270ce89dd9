// The grammar does not know the next line.
export type * from "./types";

export function after(a: number): number { return a ? 1 : 2; }

export default abstract class {
  run(): void {}
}

class Unclosed {
  method(a: string {
  }

interface Lost {
  a: number;
}
