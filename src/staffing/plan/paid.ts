import type { Rules, Span } from '../../contract/staffing/request.ts';

/** Seconds of a shift that are paid and count as hours: without its break where the rules have unpaid ones. No rule: it is paid. */
export function paidSeconds(span: Span, meal: Span | null, { meal: rule }: Pick<Rules, 'meal'>): number {
  const unpaid_s = meal && rule && !rule.paid ? meal.to_s - meal.from_s : 0;
  return span.to_s - span.from_s - unpaid_s;
}
