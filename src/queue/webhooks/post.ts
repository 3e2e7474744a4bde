import { createHmac } from 'node:crypto';
import type { WebhookConfig } from '../../config.ts';

/** What came of one attempt: taken, or why not and whether it makes sense to try again. */
export type Answer = { taken: true } | { taken: false; cause: string; again: boolean; retryAfter_ms?: number };

/**
 * Signs as Standard Webhooks does: HMAC-SHA256 of id, time and body, so that none of them can be replaced.
 * @returns one signature per key, with spaces between.
 */
export function signatureOf(keys: readonly Buffer[], id: string, timestamp_s: number, body: string): string {
  const signed = `${id}.${timestamp_s}.${body}`;
  return keys.map((key) => `v1,${createHmac('sha256', key).update(signed).digest('base64')}`).join(' ');
}

/** Reads a Retry-After header: seconds, or a date. */
export function retryAfterOf(header: string | null, now_ms: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const until_ms = Date.parse(header);
  return Number.isNaN(until_ms) ? undefined : Math.max(0, until_ms - now_ms);
}

/** Makes one attempt. @param leaving aborts it; it then counts as failed. */
export async function post(
  url: string,
  id: string,
  body: string,
  { keys, timeout_ms }: WebhookConfig,
  leaving: AbortSignal,
): Promise<Answer> {
  const timestamp_s = Math.floor(Date.now() / 1000);
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'roundsman',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp_s),
    'webhook-signature': signatureOf(keys, id, timestamp_s, body),
  };
  const signal = AbortSignal.any([leaving, AbortSignal.timeout(timeout_ms)]);
  try {
    // A redirect could lead where no call may go.
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    // Nothing in it is of use, and it may be endless.
    await response.body?.cancel().catch(() => undefined);
    return answerOf(response);
  } catch (error) {
    const cause = causeOf(error as Error, timeout_ms);
    // A port that `fetch` never calls; those known are refused before, at the door and in the settings.
    return { taken: false, cause, again: cause !== 'bad port' };
  }
}

function answerOf({ ok, status, headers }: Response): Answer {
  if (ok) return { taken: true };
  const again = status === 429 || status >= 500;
  return {
    taken: false,
    cause: `it answered ${status}`,
    again,
    retryAfter_ms: again ? retryAfterOf(headers.get('retry-after'), Date.now()) : undefined,
  };
}

function causeOf(error: Error, timeout_ms: number): string {
  if (error.name === 'TimeoutError') return `no answer within ${timeout_ms} ms`;
  // `fetch failed` says nothing; what made it fail does.
  const { code, message } = (error.cause ?? error) as NodeJS.ErrnoException;
  return message || code || error.message;
}
