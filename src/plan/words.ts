/** Numbers and names as causes show them. */

/** At most three decimals, and no trailing zeros. */
export const number = (value: number) => String(Number(value.toFixed(3)));

export const times = (time_s: number) => `${number(time_s)} s`;

export const amounts = (load: number[]) => `[${load.map(number).join(', ')}]`;

const NAMES_SHOWN = 5;

export function names(ids: string[]): string {
  const shown = ids.slice(0, NAMES_SHOWN).map((id) => `'${id}'`);
  const rest = ids.length - shown.length;
  return shown.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
