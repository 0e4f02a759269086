/** The part of Node that the unit tests use; all of its types would mix with the browser's. */
declare module 'node:test' {
  interface Timers {
    enable(options: { apis: string[]; now?: number }): void;
    tick(ms: number): void;
    reset(): void;
  }
  export const mock: { timers: Timers };
  export function test(name: string, body: () => void | Promise<void>): void;
  export function beforeEach(body: () => void): void;
  export function afterEach(body: () => void): void;
}

declare module 'node:assert/strict' {
  interface Assert {
    equal(actual: unknown, expected: unknown, message?: string): void;
    notEqual(actual: unknown, expected: unknown, message?: string): void;
    deepEqual(actual: unknown, expected: unknown, message?: string): void;
    match(actual: string, pattern: RegExp): void;
    ok(value: unknown, message?: string): asserts value;
    doesNotThrow(action: () => void): void;
  }
  const assert: Assert;
  export default assert;
}
