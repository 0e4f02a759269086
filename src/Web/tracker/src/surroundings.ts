import { attempt } from './safely.ts';
import type { Surroundings } from './wire.ts';

/** What the browser tells of itself, each part where it is willing to. */
export const surroundings = (): Surroundings => ({
  locale: navigator.language || undefined,
  timezone: attempt(() => Intl.DateTimeFormat().resolvedOptions().timeZone),
  screen: attempt(() => ({ width: screen.width, height: screen.height })),
  // Global Privacy Control: said only when it is on.
  gpc: (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl ? true : undefined,
});
