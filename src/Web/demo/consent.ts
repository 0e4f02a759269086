import type { Decision } from '../tracker/src/wire.ts';
import { words } from './words.ts';

const banner = document.getElementById('banner')!;

const put = (id: string, text: string) => {
  document.getElementById(id)!.textContent = text;
};

/** Says what this browser holds, by looking: not what the shop believes. */
const showKept = (): void => {
  window.tracking!('consent', (decision: Decision | undefined) => {
    const { undecided, accepted, rejected, none, nothing } = words();
    let stored: string[] = [];
    try {
      stored = [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...document.cookie.split('; ').filter(Boolean)];
      put('kept-visitor', JSON.parse(localStorage.getItem('tracking') ?? '{}').anonymousId ?? none);
    } catch {
      put('kept-visitor', none);
    }
    put('kept-storage', stored.join(', ') || nothing);
    put('kept-decision', decision?.analytics === undefined ? undecided : decision.analytics ? accepted : rejected);
  });
};

const decide = (yes: boolean): void => {
  window.tracking!('consent', { analytics: yes, marketing: yes, personalization: yes });
  banner.hidden = true;
  showKept();
};

/** Asks, where nothing has been decided. A refusal is not kept: this page asks again when it is loaded anew. */
export const openConsentBanner = (): void => {
  document.getElementById('accept')!.addEventListener('click', () => decide(true));
  document.getElementById('reject')!.addEventListener('click', () => decide(false));
  document.getElementById('privacy')!.addEventListener('click', () => {
    banner.hidden = false;
    document.getElementById('reject')!.focus();
  });
  window.tracking!('consent', (decision: Decision | undefined) => {
    banner.hidden = decision?.analytics !== undefined;
  });
  showKept();
};

export const showConsent = showKept;
