/** At most `length` characters without white space around; `undefined` when nothing is left. */
export const cut = (text: string | null | undefined, length = 1024): string | undefined =>
  text?.trim().slice(0, length).trim() || undefined;

/** An http or https URL as the contract takes it, without query and fragment where it is too long; else `undefined`. */
export const webUrl = (url: string): string | undefined => {
  if (!/^https?:/i.test(url)) return undefined;
  return url.length > 2048 ? url.split(/[?#]/)[0]!.slice(0, 2048) : url;
};

/**
 * JSON in which no half of a surrogate pair is left (a cut through an emoji makes one): `JSON.stringify` writes it as
 * an escape that strict parsers refuse, and the whole batch with it.
 */
export const json = (value: unknown): string => JSON.stringify(value).replace(/\\ud[89a-f]../g, '\\ufffd');

/** A random UUID (version 4); `crypto.randomUUID` is there on secure pages only. */
export const uuid = (): string => {
  if (crypto.randomUUID) return crypto.randomUUID();
  return '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, digit =>
    (+digit ^ (crypto.getRandomValues(new Uint8Array(1))[0]! & (15 >> (+digit / 4)))).toString(16));
};
