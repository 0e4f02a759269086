import { safely } from './safely.ts';
import { json } from './text.ts';
import { post, postLast } from './transport.ts';
import type { Surroundings } from './wire.ts';

/** Events kept while they cannot be sent; past that the oldest is given up. */
export const maxWaiting = 500;
/** The contract's bound of one event: a larger one is refused anyway, so it is not sent. */
export const maxEventBytes = 32 * 1024;
/** Below the 64 KiB that browsers allow a beacon or a keepalive request. */
export const maxBatchBytes = 60_000;
/** Tries in a row without success, before it waits for the next event to try again. */
export const maxTries = 10;
/** Collects what happens together into one request. */
const gatherMs = 200;
const firstBackoffMs = 1_000;
const longestBackoffMs = 60_000;

const bytes = (text: string) => new Blob([text]).size;

export interface Queue {
  /** Takes an event as JSON. */
  add(event: string): void;
  /** Sends what waits by beacon, because the page may be over. `gone`: it is, even a server that asked for a pause gets it now. */
  leave(gone: boolean): void;
}

/** Events in memory on their way to the server, in order, one request at a time. Nothing is ever written to storage. */
export const openQueue = (endpoint: string, surroundings: () => Surroundings): Queue => {
  let waiting: string[] = [];
  let underway: string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let notBefore = 0;

  const batchOf = (events: string[]): string[] => {
    let size = 0;
    const end = events.findIndex(event => (size += bytes(event) + 1) > maxBatchBytes);
    return end > 0 ? events.slice(0, end) : events.slice(0, end ? undefined : 1);
  };

  const body = (events: string[]) =>
    `{"sentAt":"${new Date().toISOString()}","context":${json(surroundings())},"events":[${events}]}`;

  const settle = (events: string[]) => {
    waiting = waiting.filter(event => !events.includes(event));
  };

  const schedule = (ms: number) => {
    timer ??= setTimeout(flush, Math.max(ms, notBefore - Date.now()));
  };

  const flush = safely(() => {
    timer = undefined;
    if (!waiting.length || underway.length) return;
    underway = batchOf(waiting);
    // The allowance for keepalive bodies is shared with the page: a later try does without it.
    void post(endpoint, body(underway), !failures).then(safely(wait => {
      if (wait === undefined) {
        settle(underway);
        failures = notBefore = 0;
      } else {
        const backoff = Math.min(firstBackoffMs * 2 ** failures++, longestBackoffMs);
        notBefore = Date.now() + Math.max(wait, backoff * (0.5 + Math.random() / 2));
      }
      underway = [];
      if (waiting.length && failures < maxTries) schedule(0);
    }));
  });

  const add = (event: string) => {
    if (bytes(event) > maxEventBytes) return;
    if (waiting.push(event) > maxWaiting) waiting.shift();
    schedule(gatherMs);
  };

  return {
    add,
    leave(gone) {
      if (!gone && Date.now() < notBefore) return;
      // A first try outlives the page by itself; a later one does not, and the server counts a repetition once.
      let rest = waiting.filter(event => failures || !underway.includes(event));
      while (rest.length) {
        const batch = batchOf(rest);
        rest = rest.slice(batch.length);
        settle(batch);
        if (postLast(endpoint, body(batch))) continue;
        void post(endpoint, body(batch), true).then(safely(wait => {
          // It failed and the page is still there to try again.
          if (wait !== undefined) batch.forEach(add);
        }));
      }
    },
  };
};
