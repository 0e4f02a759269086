import { isPrivate, type CurrentPage } from './page.ts';
import type { RecordEvent } from './recorder.ts';
import { safely } from './safely.ts';
import { cut } from './text.ts';
import type { Click, ClickKind } from './wire.ts';

const links = 'a[href],area[href]';
const clickable = `${links},button,summary,[role=button],input[type=submit],input[type=button],input[type=reset],input[type=image],[data-track]`;
const entries = 'input,textarea,select,[contenteditable]';
const files = /\.(pdf|docx?|xlsx?|pptx?|od[tsp]|rtf|txt|csv|epub|zip|rar|7z|tar|gz|tgz|exe|msi|dmg|pkg|apk|deb|rpm|iso|mp[34]|m4[av]|wav|ogg|avi|mov|wmv|mkv|webm)$/i;

/** What a link leads to. A file on another host is a download; `www.` makes no other host. */
export const kindOf = (href: string, download: boolean): ClickKind => {
  if (/^mailto:/i.test(href)) return 'mailto';
  if (/^tel:/i.test(href)) return 'tel';
  if (download) return 'download';
  if (!/^https?:/i.test(href)) return 'element';
  const url = new URL(href);
  const host = (name: string) => name.replace(/^www\./, '');
  return files.test(url.pathname) ? 'download' : host(url.hostname) === host(location.hostname) ? 'link' : 'outbound';
};

/** What an element says, but never what was entered in it. */
const textOf = (element: HTMLElement): string | undefined =>
  element.isContentEditable || element.matches(entries) || element.querySelector(entries)
    ? undefined
    : cut(element.innerText?.replace(/\s+/g, ' ') || element.getAttribute('aria-label'), 200);

/**
 * Clicks on links, buttons and whatever the page marks with `data-track`; its value stands in for a missing id.
 * Only what a person did (clicks that scripts make are not counted), and nothing inside `data-no-track`.
 */
export const captureClicks = (page: CurrentPage, record: RecordEvent): void => {
  const clicked = safely((event: MouseEvent) => {
    // 1 is the middle button, which opens a link in a new tab; auxclick is also sent for others.
    if (!event.isTrusted || event.button > 1) return;
    // The path reaches into open shadow roots, where event.target does not.
    const path = event.composedPath().filter((node): node is HTMLElement => node instanceof Element);
    const element = path.find(node => node.matches(clickable));
    if (!element || isPrivate(element)) return;
    const link = path.slice(path.indexOf(element)).find(node => node.matches(links)) as HTMLAnchorElement | undefined;
    // In SVG, href is an object.
    const href = typeof link?.href === 'string' && !/^(javascript|data):/i.test(link.href) ? link.href : '';
    const click: Click = {
      url: page.describe().url,
      kind: kindOf(href, !!link?.hasAttribute('download')),
      element: {
        tag: element.tagName.toLowerCase(),
        id: cut(element.getAttribute('id') || element.getAttribute('data-track')),
        text: textOf(element),
        href: cut(href),
      },
    };
    record('click', click);
  });
  for (const type of ['click', 'auxclick'] as const) document.addEventListener(type, clicked, true);
};
