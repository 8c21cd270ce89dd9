import type { A } from "./a";
import fs = require("fs");
import Alias = Some.Name.Space;

/** An interface. */
export interface Shape {
  /** Of a member. */
  area(): number;
}

export type Maybe<T> = T extends string ? T : null;

export enum Colour {
  Red,
}

declare module "ambient" {
  export function declared(a: number): void;
}

namespace Inner.Deep {
  export const a = 1;
}

@decorator({ a: 1 })
export abstract class Thing<T> extends Base implements Shape {
  private readonly size: number = 1;
  protected other?: string;
  @column() name = () => this.size ?? 0;

  constructor(private a: number, public b = 2) {
    super();
  }

  /** Abstract. */
  abstract area(): number;

  private hidden(this: Thing<T>, c?: string): void {}

  overloaded(a: string): void;
  overloaded(a: any): void {
    if (a?.b!.c) for (const d of a) if (d) a();
  }
}

export function over(a: string): void;
export function over(a: unknown): void {}

const satisfied = ((a) => a) satisfies unknown;
const fourOptional = (a: any) => a?.b?.()?.<T>(1);
export = satisfied;
