import type { Consent } from './consent.ts';
import type { CurrentPage } from './page.ts';
import { json, uuid } from './text.ts';
import type { EventType, TrackedEvent } from './wire.ts';

/** Makes an event of what was captured and hands it on. `name` is for custom events only. */
export type RecordEvent = (type: EventType, properties: object, name?: string) => void;

/** Who is logged in, as the page said last. */
export interface User {
  id?: string;
}

/** Asks for consent, at the event's own time and before anything is queued, what may be said of the visitor. */
export const openRecorder = (consent: Consent, page: CurrentPage, user: User, add: (event: string) => void): RecordEvent =>
  (type, properties, name) => {
    const event: TrackedEvent = {
      type,
      name,
      messageId: uuid(),
      timestamp: new Date().toISOString(),
      anonymousId: consent.visitor(),
      userId: consent.allows() ? user.id : undefined,
      properties,
      context: { page: page.describe(), consent: consent.decision() },
    };
    // As text: what the page does to its objects afterwards changes nothing, and what cannot be written is left out now.
    add(json(event));
  };
