/** What the script tag says. */
export interface Settings {
  /** `data-endpoint`, else `/v1/events` where the script came from; with the key in its query, since a beacon has no headers. */
  endpoint: string;
  /** `data-site-consent="opt-out"`: the site's own `consentMode`. A person who has not decided counts as having agreed. */
  optOut: boolean;
}

/** Reads the script tag; `undefined` without a `data-key`. */
export const readSettings = (script: HTMLScriptElement): Settings | undefined => {
  const { key, endpoint, siteConsent } = script.dataset;
  if (!key) return undefined;
  const url = new URL(endpoint || new URL('/v1/events', script.src), location.href);
  url.searchParams.set('key', key);
  return { endpoint: url.href, optOut: siteConsent === 'opt-out' };
};
