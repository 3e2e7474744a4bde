import type { WebhookConfig } from '../../config.ts';
import { type CodedError, codedError } from '../../contract/errors.ts';
import { isOnBlockedPort, webhookUrlSchema } from '../../contract/webhook.ts';

/** What is wrong with an address: its form and, where `origins` is given, its not being one of these. */
export function addressErrors(webhook: unknown, origins?: readonly string[]): CodedError[] {
  if (typeof webhook !== 'string') return [codedError('wrong_type', 'webhook', 'the webhook is not a text')];
  const read = webhookUrlSchema.safeParse(webhook);
  if (!read.success) {
    const cause = `the webhook '${webhook.slice(0, 100)}' ${read.error.issues[0]?.message}`;
    return [codedError('wrong_value', 'webhook', cause, 'Write such as https://dispatch.example/plans.')];
  }
  const { origin } = new URL(webhook);
  if (origins === undefined || origins.includes(origin)) return [];
  const why = origins.length === 0 ? 'this worker makes no calls' : 'it is not among the origins allowed';
  return [codedError('webhook_refused', 'webhook', `${origin} is not called: ${why}`)];
}

/** Whether there is nothing to an address but that nobody is called on its port. */
export const isDropped = (webhook: unknown): boolean => typeof webhook === 'string' && isOnBlockedPort(webhook);

/** Whom to tell of a job, whoever wrote its data: its own address, if that may be called, or else the default. */
export function addressOf(data: unknown, config: WebhookConfig | undefined): string | undefined {
  const { webhook } = (data ?? {}) as { webhook?: unknown };
  if (webhook === undefined) return config?.url;
  return addressErrors(webhook, config?.origins).length === 0 ? (webhook as string) : undefined;
}
