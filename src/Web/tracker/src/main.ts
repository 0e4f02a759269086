import { openCalls, type Tracking } from './calls.ts';
import { captureClicks } from './clicks.ts';
import { openConsent } from './consent.ts';
import { captureForms } from './forms.ts';
import { capturePageViews } from './page-views.ts';
import { openPage } from './page.ts';
import { openQueue } from './queue.ts';
import { openRecorder, type User } from './recorder.ts';
import { safely } from './safely.ts';
import { readSettings, type Settings } from './settings.ts';
import { surroundings } from './surroundings.ts';

declare global {
  interface Window {
    tracking?: Tracking;
  }
}

const start = ({ endpoint, optOut }: Settings) => {
  const consent = openConsent(optOut);
  const page = openPage();
  const user: User = {};
  const queue = openQueue(endpoint, surroundings);
  const record = openRecorder(consent, page, user, queue.add);

  const early = Array.from(window.tracking?.q ?? []);
  const tracking = (window.tracking = openCalls(consent, page, user, record));
  tracking.version = 1;

  // A page that knows the decision or the user says so first, and its first page view then carries them. All else
  // that it called early comes after that view, in the order in which it was called.
  const firstEvent = early.findIndex(call => !/^(consent|identify)$/.test(String(call[0])));
  const known = early.splice(0, firstEvent < 0 ? early.length : firstEvent);
  known.forEach(call => tracking(...Array.from(call)));
  for (const capture of [capturePageViews, captureClicks, captureForms]) safely(capture)(page, record);
  early.forEach(call => tracking(...Array.from(call)));

  // A hidden page may never be seen again: on phones this is often the last that is heard of it.
  document.addEventListener('visibilitychange', safely(() => {
    if (document.visibilityState === 'hidden') queue.leave(false);
  }));
  addEventListener('pagehide', safely(() => queue.leave(true)));
};

safely(() => {
  const script = (document.currentScript ?? document.querySelector('script[data-key]')) as HTMLScriptElement | null;
  const settings = script && readSettings(script);
  if (!settings || window.tracking?.version || !/^http/.test(location.protocol)) return;
  const begin = safely(() => start(settings));
  // A page that the browser prepares in advance has not been seen yet.
  if ('prerendering' in document && document.prerendering) {
    document.addEventListener('prerenderingchange', begin, { once: true });
  } else {
    begin();
  }
})();
