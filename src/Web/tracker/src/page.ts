import { cut, webUrl } from './text.ts';
import type { Page } from './wire.ts';

/** The page that is being looked at. In a single-page application, the referrer of a view is the view before it. */
export interface CurrentPage {
  describe(): Page;
  /** Says that the visitor came to the present URL from this one. */
  cameFrom(url: string): void;
}

/** Whether the page marks this part of itself as not to be captured. */
export const isPrivate = (element: Element): boolean => !!element.closest('[data-no-track]');

export const openPage = (): CurrentPage => {
  let referrer = document.referrer;
  return {
    describe: () => ({ url: webUrl(location.href)!, title: cut(document.title), referrer: webUrl(referrer) }),
    cameFrom(url) {
      referrer = url;
    },
  };
};
