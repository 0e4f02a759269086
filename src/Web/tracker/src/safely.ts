/**
 * Makes a function that never throws: whatever goes wrong in here stays in here. Every way from the page into the
 * tracker (listeners, timers, calls) goes through it.
 */
export const safely = <A extends unknown[]>(action: (...args: A) => void) => (...args: A): void => {
  try {
    action(...args);
  } catch {
    // A page must never break, or fill its error log, because it is measured.
  }
};

/** The answer, or `undefined` where the browser refuses it: storage by policy, a screen that is not there. */
export const attempt = <T>(question: () => T): T | undefined => {
  try {
    return question();
  } catch {
    return undefined;
  }
};
