import { attempt, safely } from './safely.ts';
import { uuid } from './text.ts';
import type { Decision } from './wire.ts';

/** The one thing that is ever kept in the browser, and only with analytics consent (see {@link openConsent}). */
export const storageKey = 'tracking';

/** What a person decided, and the visitor id that depends on it. */
export interface Consent {
  /** Whether what identifies a visitor may be made, kept and sent. */
  allows(): boolean;
  /** The decision so far; `undefined` when there is none. */
  decision(): Decision | undefined;
  /** The anonymousId, made at the first call; `undefined` where consent withholds it. */
  visitor(): string | undefined;
  /** Takes a decision. A purpose that it does not name keeps its earlier one. */
  decide(change: Decision): void;
}

interface Kept {
  anonymousId?: string;
  consent?: Decision;
}

const purposes = ['analytics', 'marketing', 'personalization'] as const;

/** The known purposes with a plain yes or no; `undefined` when there are none. */
const plain = (decision: Decision | undefined): Decision | undefined => {
  const known: Decision = {};
  for (const purpose of purposes) {
    const answer = decision?.[purpose];
    if (typeof answer === 'boolean') known[purpose] = answer;
  }
  return Object.keys(known).length ? known : undefined;
};

/**
 * Consent as this browser remembers it.
 *
 * Without granted analytics nothing is written anywhere and there is no anonymousId. Granting keeps both the id and
 * the decision, so that the next page knows them from its first event; withdrawing removes both. On an opt-out site a
 * refusal is kept instead (without an id), since forgetting it would be taken as consent on the next page.
 */
export const openConsent = (optOut: boolean): Consent => {
  let anonymousId: string | undefined;
  let decision: Decision | undefined;

  const allows = () => decision?.analytics ?? optOut;

  const recall = (text: string | null | undefined) => {
    const kept: Kept = attempt(() => JSON.parse(text || '{}')) || {};
    decision = plain(kept.consent);
    anonymousId = allows() && /^[\da-f-]{36}$/.test(kept.anonymousId!) ? kept.anonymousId : undefined;
  };

  // Where storage is refused, the decision and the id hold as long as the page does.
  const keep = safely(() => {
    const kept: Kept | undefined = allows() ? { anonymousId, consent: decision } : optOut ? { consent: decision } : undefined;
    if (kept) localStorage.setItem(storageKey, JSON.stringify(kept));
    else localStorage.removeItem(storageKey);
  });

  recall(attempt(() => localStorage.getItem(storageKey)));
  // A decision in another tab holds in this one too; a null key is storage being cleared.
  addEventListener('storage', safely((change: StorageEvent) => {
    if (change.key === storageKey || change.key === null) recall(change.newValue);
  }));

  const visitor = () => {
    if (!allows()) return undefined;
    if (!anonymousId) {
      anonymousId = uuid();
      keep();
    }
    return anonymousId;
  };

  return {
    allows,
    decision: () => decision,
    visitor,
    decide(change) {
      decision = plain({ ...decision, ...plain(change) });
      if (!visitor()) anonymousId = undefined;
      keep();
    },
  };
};
