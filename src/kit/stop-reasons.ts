/** Why work in a thread is asked to stop before its budget ends; threads share the index as a word. */
export const STOP_REASONS = ['none', 'cancelled', 'shutdown', 'timeout'] as const;
export type StopReason = (typeof STOP_REASONS)[number];
