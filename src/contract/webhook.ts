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

function isCallable(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hash } = new URL(text);
  return /^https?:$/.test(protocol) && `${username}${password}${hash}` === '';
}

/** An address that a webhook may have; whether a worker calls it is for its settings to say. */
export const webhookUrlSchema = z
  .string()
  .max(2_048, 'is longer than 2048 characters')
  .refine(isCallable, 'is not an http:// or https:// address without user, password and fragment');
