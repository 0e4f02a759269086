import type { TrackedEvent } from '../tracker/src/wire.ts';
import { words } from './words.ts';

/**
 * What became of an event: `undefined` while it is under way, 'beacon' where no answer can be known, 'unreachable',
 * or the server's answer.
 */
type Answer = undefined | 'beacon' | 'unreachable' | { status: number; counts: { [name: string]: number } };

interface Entry {
  event: TrackedEvent;
  answer: Answer;
}

/** By messageId, in the order in which they were first sent; a second try is the same entry. */
const entries = new Map<string, Entry>();
const list = document.getElementById('sent-list')!;

const note = (body: unknown, answer: Answer): void => {
  for (const event of JSON.parse(String(body)).events as TrackedEvent[]) {
    entries.set(event.messageId, { event, answer });
  }
  showSent();
};

const isCollecting = (url: unknown) => String(url).includes('/v1/events');

const read = async (response: Response): Promise<Answer> => {
  const counts: { [name: string]: number } = {};
  try {
    for (const [name, value] of Object.entries(await response.json())) {
      const count = Array.isArray(value) ? value.length : value;
      if (name in words().counts && typeof count === 'number' && count) counts[name] = count;
    }
  } catch {
    // An answer without a body has no counts.
  }
  return { status: response.status, counts };
};

/** Looks over the tracker's shoulder: what goes out, and what comes back, as it really is on the wire. */
export const watch = (): void => {
  const { fetch, navigator } = window;
  window.fetch = async (input, init) => {
    if (!isCollecting(input)) return fetch(input, init);
    note(init?.body, undefined);
    try {
      const response = await fetch(input, init);
      void read(response.clone()).then(answer => note(init?.body, answer));
      return response;
    } catch (error) {
      note(init?.body, 'unreachable');
      throw error;
    }
  };
  const sendBeacon = navigator.sendBeacon.bind(navigator);
  navigator.sendBeacon = (url, data) => {
    if (isCollecting(url)) note(data, 'beacon');
    return sendBeacon(url, data);
  };
};

const summary = ({ type, name, properties }: TrackedEvent): string => {
  const { url, kind, element, form, outcome, orderId, value, currency } = properties as { [name: string]: any };
  switch (type) {
    case 'click': return [kind, element.text ?? element.id ?? element.tag].join(' · ');
    case 'form_submit': return [form.name ?? form.id, outcome].join(' · ');
    case 'transaction': return `${orderId} · ${value} ${currency}`;
    case 'custom': return name!;
    default: return url ? new URL(url).pathname : '';
  }
};

const described = (answer: Answer): string => {
  if (!answer) return words().sending;
  if (typeof answer === 'string') return words()[answer];
  const counts = Object.entries(answer.counts).map(([name, count]) => `${words().counts[name as 'accepted']} ${count}`);
  const again = answer.status === 429 || answer.status >= 500 ? [words().again] : [];
  return [answer.status, ...counts, ...again].join(' · ');
};

const element = (tag: string, className: string, ...content: (string | Node)[]) => {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...content);
  return made;
};

const item = ({ event, answer }: Entry): HTMLElement => {
  const good = typeof answer === 'object' && answer.status < 300;
  const head = element('summary', '',
    element('span', `type ${event.type}`, event.type),
    element('time', '', new Date(event.timestamp).toLocaleTimeString(document.documentElement.lang)),
    element('span', 'about', summary(event)),
    element('span', `result ${good ? 'good' : answer && answer !== 'beacon' ? 'bad' : ''}`, described(answer)),
    ...(event.anonymousId ? [] : [element('span', 'anonymous', words().anonymous)]));
  const details = element('details', '', head, element('pre', '', JSON.stringify(event, null, 2)));
  const made = element('li', '', details);
  made.dataset.message = event.messageId;
  return made;
};

/** Draws the panel anew, keeping open what was open. */
export const showSent = (): void => {
  const open = new Set([...list.querySelectorAll('details[open]')].map(details => details.parentElement!.dataset.message));
  list.replaceChildren(...[...entries.values()].reverse().map(item));
  for (const made of list.querySelectorAll<HTMLElement>('li')) {
    if (open.has(made.dataset.message)) made.querySelector('details')!.open = true;
  }
  document.getElementById('sent-count')!.textContent = String(entries.size);
  document.getElementById('sent-empty')!.hidden = entries.size > 0;
};

/** The panel's handle, where the screen is too narrow for the panel to stand beside the shop. */
export const openSent = (): void => {
  const panel = document.getElementById('sent')!;
  const handle = panel.querySelector('.sent-head')!;
  handle.addEventListener('click', () => {
    handle.setAttribute('aria-expanded', String(panel.classList.toggle('open')));
  });
};
