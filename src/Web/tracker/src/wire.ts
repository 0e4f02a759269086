/** What is sent: HTTP contract v1, `POST /v1/events`. Members that are not known are left out, never sent as null. */

/** A person's decision; a purpose that is absent has not been decided. */
export interface Decision {
  analytics?: boolean;
  marketing?: boolean;
  personalization?: boolean;
}

/** Absolute http or https URLs of at most 2,048 characters; a title of at most 1,024. */
export interface Page {
  url: string;
  title?: string;
  referrer?: string;
}

export type ClickKind = 'element' | 'link' | 'outbound' | 'download' | 'mailto' | 'tel';

export interface Click {
  url: string;
  kind: ClickKind;
  element: { tag: string; id?: string; text?: string; href?: string };
}

export interface FormSubmit {
  url: string;
  form: { id?: string; name?: string };
  fieldCount: number;
  outcome: 'submitted' | 'invalid';
}

export type EventType = 'page_view' | 'click' | 'form_submit' | 'transaction' | 'identify' | 'custom';

export interface TrackedEvent {
  type: EventType;
  messageId: string;
  /** When it happened, by this browser's clock; the server corrects it by `sentAt`. */
  timestamp: string;
  anonymousId?: string;
  userId?: string;
  /** Of a custom event only. */
  name?: string;
  properties: object;
  context: { page: Page; consent?: Decision };
}

/** What is true of every event of a batch. */
export interface Surroundings {
  locale?: string;
  timezone?: string;
  screen?: { width: number; height: number };
  gpc?: true;
}
