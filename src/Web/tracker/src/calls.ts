import type { Consent } from './consent.ts';
import type { CurrentPage } from './page.ts';
import type { RecordEvent, User } from './recorder.ts';
import { safely } from './safely.ts';
import type { Decision } from './wire.ts';

/**
 * What a page can call: `tracking('track', name, properties)`, `('page', properties)`, `('transaction', properties)`,
 * `('identify', userId, traits)` (`null`: nobody is logged in any more), `('consent', decision)`, and
 * `('consent', function (decision) { … })`, which is told the decision so far, or `undefined`.
 */
export interface Tracking {
  (...call: unknown[]): void;
  /** Calls made before the script was there (the page's own stub collects them). */
  q?: ArrayLike<unknown>[];
  /** Set by the script, so that a second copy of it stands back. */
  version?: number;
}

export const openCalls = (consent: Consent, page: CurrentPage, user: User, record: RecordEvent): Tracking => {
  let untold: object | undefined;

  // A user who is named before consent is kept in memory until it is given, and else never sent.
  const introduce = () => {
    if (untold && consent.allows()) {
      record('identify', untold);
      untold = undefined;
    }
  };

  const withUrl = (properties: unknown) => ({ url: page.describe().url, ...(properties as object) });

  const calls: { [call: string]: (first: unknown, second: unknown) => void } = {
    track(name, properties) {
      if (typeof name === 'string' && name) record('custom', withUrl(properties), name);
    },
    page: properties => record('page_view', { ...page.describe(), ...(properties as object) }),
    transaction: properties => record('transaction', withUrl(properties)),
    identify(userId, traits) {
      const id = String(userId ?? '');
      // The contract's bound: a longer one would have every event of this user refused.
      const known = id && id.length <= 256;
      user.id = known ? id : undefined;
      untold = known ? { traits } : undefined;
      introduce();
    },
    consent(decision) {
      if (typeof decision === 'function') {
        decision(consent.decision());
      } else {
        consent.decide(decision as Decision);
        introduce();
      }
    },
  };

  return safely((...call: unknown[]) => calls[call[0] as string]?.(call[1], call[2]));
};
