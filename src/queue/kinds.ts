/** Kinds of jobs, which are the names of their queues. */
export const KINDS = ['routing', 'staffing'] as const;
export type Kind = (typeof KINDS)[number];

/** The kind of a job: as its id begins where `submit` made it, or else routing. */
export function kindOf(jobId: string): Kind {
  return KINDS.find((kind) => jobId.startsWith(`${kind}-`)) ?? 'routing';
}
