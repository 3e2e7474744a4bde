/**
 * native: this project's JSON; vroom: VROOM's JSON; loggibud: a day of loggibud's parcels; vrplib: VRPLIB (ORTEC's days
 * too); solomon: Solomon and Gehring & Homberger; lilim: Li & Lim.
 */
export type Format = JsonFormat | TextFormat;
type JsonFormat = 'native' | 'vroom' | 'loggibud';
type TextFormat = 'vrplib' | 'solomon' | 'lilim';

/** Tells a format by the content of the text, or null. For JSON that is broken, only the bracket is known: see `readRequest`. */
export function detectFormat(text: string): Format | null {
  if (!looksLikeJson(text)) return detectText(text);
  try {
    return detectJson(JSON.parse(withoutMark(text)));
  } catch {
    return null;
  }
}

export function looksLikeJson(text: string): boolean {
  return /^\uFEFF?\s*[{[]/.test(text);
}

/** Without the byte order mark that some editors write and `JSON.parse` refuses. */
export function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** By the fields that only this format has. */
export function detectJson(value: unknown): JsonFormat | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const has = (field: string) => Object.hasOwn(value, field);
  if (has('kind') || has('tasks')) return 'native';
  if (has('jobs') || has('shipments')) return 'vroom';
  if (has('deliveries') && has('origin')) return 'loggibud';
  return null;
}

/** By headings, which stand on lines of their own. No blank is looked at from more than one line: texts may be of blank lines only. */
export function detectText(text: string): TextFormat | null {
  if (/^[^\S\r\n]*(?:DIMENSION\s*:|NODE_COORD_SECTION\b|EDGE_WEIGHT_TYPE\s*:)/m.test(text)) return 'vrplib';
  if (/^[^\S\r\n]*(?:CUST\s+NO\b|NUMBER\s+CAPACITY\b)/im.test(text)) return 'solomon';
  // Three numbers alone, then rows of nine.
  const number = String.raw`-?[\d.]+`;
  const row = (count: number) => String.raw`${number}(?:[ \t]+${number}){${count - 1}}[ \t]*`;
  return new RegExp(`^${row(3)}\\r?\\n\\s*${row(9)}(?:\\r?\\n|$)`).test(text.trimStart()) ? 'lilim' : null;
}
