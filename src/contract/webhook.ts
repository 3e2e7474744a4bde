import { z } from 'zod';

/** What is told of a job that ended: on the queue `plans` and by webhooks. */

const jobId = z.string().meta({ description: 'Id of the job' });
const kind = z.string().meta({ description: 'Kind of the job, such as `routing`' });

/** A plan that was stored: data of a job on the queue `plans`. */
export const announcementSchema = z.strictObject({
  planId: z.string().meta({ description: 'Under which the plan is fetched' }),
  jobId,
  kind,
  cost: z.number().meta({ description: 'Of the plan' }),
  sha256: z.string().meta({ description: 'Of the JSON text of the plan, hex' }),
  stopped: z
    .enum(['cancelled', 'timeout'])
    .optional()
    .meta({ description: 'What cut the search short; absent where nothing did' }),
});

const doneSchema = z
  .strictObject({ status: z.literal('done'), ...announcementSchema.shape })
  .meta({ id: 'JobDone', description: 'The job ended with a plan' });

const failedSchema = z
  .strictObject({
    status: z.literal('failed'),
    jobId,
    kind,
    // Not an enum: a receiver that checks by the schema must not refuse a code that is new.
    code: z.string().meta({ description: 'Of the first error' }),
    errors: z
      .array(
        z.strictObject({
          code: z.string().meta({ description: 'One of those in docs/errors.md' }),
          path: z.string().meta({ description: 'Where in the input; empty for the whole' }),
          cause: z.string().meta({ description: 'What is wrong' }),
          action: z.string().meta({ description: 'What to do' }),
        }),
      )
      .meta({ description: 'At least one' }),
  })
  .meta({ id: 'JobFailed', description: 'The job ended without a plan, for good' });

/** What a webhook posts. */
export const webhookBodySchema = z
  .discriminatedUnion('status', [doneSchema, failedSchema])
  .meta({ id: 'WebhookBody', title: 'Roundsman webhook' });

export type Announcement = z.infer<typeof announcementSchema>;
export type WebhookBody = z.infer<typeof webhookBodySchema>;

/** Ports that `fetch` calls nobody on, since they belong to other services (https://fetch.spec.whatwg.org/#port-blocking). */
const BLOCKED_PORTS = new Set(
  [
    '0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 123 135 137 139',
    '143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993 995 1719 1720 1723 2049',
    '3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080',
  ].flatMap((ports) => ports.split(' ')),
);

/** Whether an address is on a port that nobody is called on. */
export const isOnBlockedPort = (webhook: string): boolean => BLOCKED_PORTS.has(URL.parse(webhook)?.port ?? '');

/** Why an address cannot be called, in words that follow it; undefined where it can. */
function faultOf(webhook: string): string | undefined {
  const url = URL.parse(webhook);
  if (url === null || !/^https?:$/.test(url.protocol) || `${url.username}${url.password}${url.hash}` !== '') {
    return 'is not an http:// or https:// address without user, password and fragment';
  }
  return BLOCKED_PORTS.has(url.port)
    ? 'is on a port that belongs to another service, which no call is made to'
    : undefined;
}

/** An address that a webhook may have; whether a worker calls it is for its settings to say. */
export const webhookUrlSchema = z
  .string()
  .max(2_048, 'is longer than 2048 characters')
  .superRefine((webhook, context) => {
    const message = faultOf(webhook);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });
