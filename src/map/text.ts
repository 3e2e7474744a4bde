/** Text for SVG, and numbers as people read them. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 forbids exactly these.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Any text as XML character data; lone surrogates and control characters, which no XML parser takes, are replaced. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(FORBIDDEN, '\ufffd')
    .replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** At most `most` characters, the last one then an ellipsis. */
export function shorten(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}

/** `1234.5` -> `1,234.5`. */
export function number(value: number, digits = 0): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Metres -> `41.2 km`. */
export function km(distance_m: number): string {
  const value = distance_m / 1000;
  return `${number(value, value < 100 ? 1 : 0)} km`;
}

/** Seconds -> `5:32 h`. */
export function hours(duration_s: number): string {
  const minutes = Math.round(duration_s / 60);
  return `${number(Math.floor(minutes / 60))}:${String(minutes % 60).padStart(2, '0')} h`;
}

/** Pixels, short. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
