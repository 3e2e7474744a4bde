import { type Logger, pino } from 'pino';

type Serialise = (error: Error) => unknown;

/**
 * A log that tells nobody what was sent to Redis: ioredis hangs the command onto every error that it gets for one, with all its
 * arguments, so whole plans and the password; and for a transaction the errors of its commands. Errors hold others. The log's own words for errors stay.
 */
export function discreet(log: Logger): Logger {
  const { [pino.symbols.serializersSym]: own } = log as unknown as Record<symbol, { err?: Serialise } | undefined>;
  const serialise = own?.err ?? pino.stdSerializers.err;
  return log.child({}, { serializers: { err: (error: Error) => withoutCommands(serialise(error)) } });
}

/** At any depth: errors that were told by pino, or are still errors, lists, and plain objects. @param above what it is part of */
function withoutCommands(told: unknown, above: readonly object[] = []): unknown {
  if (typeof told !== 'object' || told === null) return told;
  if (above.includes(told)) return '[Circular]';
  const path = [...above, told];
  if (Array.isArray(told)) return told.map((each) => withoutCommands(each, path));
  if (!('stack' in told) && Object.getPrototypeOf(told) !== Object.prototype) return told;
  const { command, previousErrors, ...rest } = told as Record<string, unknown>;
  return Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, withoutCommands(value, path)]));
}
