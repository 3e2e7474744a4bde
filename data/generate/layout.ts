/**
 * JSON that people can read and diff: one line per key, and one line per item of a list of objects or of rows. Keys in
 * `open` are laid out the same way one level down.
 */
export function layOut(value: object): string {
  return `${lines(value, '')}\n`;
}

function lines(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  if (Array.isArray(value) && value.some((item) => typeof item === 'object')) {
    const items = value.map((item) => `${inner}${isTall(item) ? lines(item, inner) : flat(item)}`);
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  if (isRecord(value)) {
    const items = Object.entries(value).map(([key, item]) => `${inner}${JSON.stringify(key)}: ${lines(item, inner)}`);
    return `{\n${items.join(',\n')}\n${indent}}`;
  }
  return flat(value);
}

/** Too long for one line: it holds a table. */
function isTall(value: unknown): boolean {
  return (
    isRecord(value) &&
    Object.values(value).some((item) => Array.isArray(item) && Array.isArray(item[0]) && item.length > 8)
  );
}

/** On one line. Rows of numbers go without spaces, as they are the bulk of a file. */
function flat(value: unknown): string {
  if (Array.isArray(value)) {
    if (value.length > 8 && value.every((item) => typeof item === 'number')) return `[${value.join()}]`;
    return `[${value.map(flat).join(', ')}]`;
  }
  if (!isRecord(value)) return JSON.stringify(value);
  const items = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${flat(item)}`);
  return items.length === 0 ? '{}' : `{ ${items.join(', ')} }`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
