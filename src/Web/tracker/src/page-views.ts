import type { CurrentPage } from './page.ts';
import type { RecordEvent } from './recorder.ts';
import { safely } from './safely.ts';

/**
 * A page view is: the page as it was loaded, a new path in a single-page application, and a page that comes back
 * from the browser's back/forward cache. A change of query or fragment alone is none.
 */
export const capturePageViews = (page: CurrentPage, record: RecordEvent): void => {
  const view = () => record('page_view', page.describe());
  view();

  let { pathname, href } = location;

  const moved = safely(() => {
    if (location.pathname !== pathname) {
      page.cameFrom(href);
      // Routers set the title after the address: look once they have.
      setTimeout(safely(view));
    }
    ({ pathname, href } = location);
  });
  for (const method of ['pushState', 'replaceState'] as const) {
    const original = history[method];
    history[method] = function (this: History, ...args) {
      original.apply(this, args);
      moved();
    };
  }
  addEventListener('popstate', moved);
  addEventListener('pageshow', safely((event: PageTransitionEvent) => {
    if (event.persisted) view();
  }));
};
