/** A service. */
@Injectable({
  providedIn: "root",
})
@sealed
export class Service<T> extends Base<T> implements Contract {
  @Input() public name = "a";
  @Output()
  changed?: EventEmitter<string>;
  declare readonly kind: string;
  protected inherited = 1;
  private hidden: number;
  #own = 2;
  accessor shared = 3;
  [key: string]: unknown;

  constructor(@Inject(TOKEN) private readonly a: A, public b?: B) { super(); }

  /** Overloaded. */
  find(id: number): T;
  find(name: string): T;
  /* no documentation */
  find(key: unknown): T { return this.get(key)!; }

  @HostListener("click", ["$event"])
  protected async onClick(event: Event): Promise<void> {}
  public get value(): T { return this.a as T; }
  optional?(): void;
}

/** A shape. */
export abstract class Shape {
  /** In square metres. */
  protected abstract area(): number;
  abstract name: string;
  abstract scale(by: number): this;
}

export interface Contract extends A, B {
  /** Runs. */
  run(): void;
  stop?(reason: string): void;
  property: string;
  (call: number): void;
  new (a: string): Contract;
}

interface Internal { run(): void; }

/** A union. */
export type Kind = "a" | "b" | { kind(): void };
export const enum Flags { None = 0, All = ~0 }
export namespace Outer.Inner {
  /** Inside. */
  export function visible() {}
  function invisible() {}
}
declare global {
  interface Window { app: string }
}
export declare function ambient(a: string): void;
declare module "x" {
  /** Declared. */
  export function declared(): void;
}
/** Of the first signature. */
export function over(a: string): void;
export function over(a: number): void;
export function over(a: unknown) {}
