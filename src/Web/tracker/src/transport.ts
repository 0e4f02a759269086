import { attempt } from './safely.ts';

/** The longest wait that a server's Retry-After is believed. */
const maxWaitMs = 3_600_000;
const timeoutMs = 30_000;

/** The wait that a Retry-After asks for, given in seconds or as a date; 0 when it asks for none. */
const retryAfterMs = (header: string | null): number => {
  if (!header) return 0;
  const ms = /^\d+$/.test(header) ? +header * 1000 : Date.parse(header) - Date.now();
  return Math.min(Math.max(ms || 0, 0), maxWaitMs);
};

/**
 * Posts a body as text/plain, which a browser sends across origins without asking first (no preflight).
 * @param keepalive Lets the request outlive the page; browsers allow 64 KiB of such bodies at a time.
 * @returns `undefined` when the server has taken it or never will (2xx, 4xx); else the least wait, in milliseconds, before it is worth another try.
 */
export const post = async (endpoint: string, body: string, keepalive: boolean): Promise<number | undefined> => {
  try {
    const { status, headers } = await fetch(endpoint, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body,
      keepalive,
      // Without it, a request that is never answered would hold up all that comes after.
      signal: attempt(() => AbortSignal.timeout(timeoutMs)),
    });
    return status === 429 || status >= 500 ? retryAfterMs(headers.get('Retry-After')) : undefined;
  } catch {
    return 0;
  }
};

/** Hands a body to the browser to send when the page is gone; `false` where it cannot. The answer is never known. */
export const postLast = (endpoint: string, body: string): boolean =>
  !!attempt(() => navigator.sendBeacon(endpoint, body));
