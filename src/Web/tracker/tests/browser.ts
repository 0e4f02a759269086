/** Stands in for the parts of a browser that a test touches. */
export const define = (globals: { [name: string]: unknown }): void => {
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
};

export class MemoryStorage {
  readonly items = new Map<string, string>();
  getItem = (key: string) => this.items.get(key) ?? null;
  setItem = (key: string, value: string) => void this.items.set(key, value);
  removeItem = (key: string) => void this.items.delete(key);
}

/** Refuses everything, as a browser does where the person or a policy blocks storage. */
export const refusedStorage = new Proxy({}, {
  get() {
    throw new Error('The operation is insecure.');
  },
});

/** Lets whatever has been promised come to pass, without a clock. */
export const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};
