import { type Logger, pino } from 'pino';

type Serialise = (error: Error) => unknown;

/**
 * A log that tells nobody what was sent to Redis: ioredis hangs the command onto every error that it gets for one, with all its
 * arguments, so whole plans and the password; and for a transaction the errors of its commands. The log's own words for errors stay.
 */
export function discreet(log: Logger): Logger {
  const { [pino.symbols.serializersSym]: own } = log as unknown as Record<symbol, { err?: Serialise } | undefined>;
  const serialise = own?.err ?? pino.stdSerializers.err;
  return log.child({}, { serializers: { err: (error: Error) => withoutCommands(serialise(error)) } });
}

function withoutCommands(told: unknown): unknown {
  if (typeof told !== 'object' || told === null) return told;
  const { command, previousErrors, ...rest } = told as Record<string, unknown>;
  return rest;
}
