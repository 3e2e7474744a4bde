import type { Redis } from 'ioredis';

/**
 * Renews a claim, also one that ran out as long as nobody else has taken the job: a store that took nothing for a while costs no
 * run. That somebody has had it meanwhile shows in how often it was started.
 *
 * A Redis without memory refuses SET, unless the script has written before; a claim that holds it lets go on.
 */
const RENEW = `
  local lock, stalled, active, job = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
  local token, ms, id, start = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
  local holder = redis.call('GET', lock)
  if holder == token then
    redis.call('SREM', stalled, id)
    return redis.call('PEXPIRE', lock, ms)
  end
  if holder or redis.call('HGET', job, 'ats') ~= start or not redis.call('LPOS', active, id) then return 0 end
  redis.call('SREM', stalled, id)
  redis.call('SET', lock, token, 'PX', ms)
  return 1`;

/** One start of a job, by the keys that BullMQ keeps of it. */
export interface RedisClaim {
  id: string;
  token: string;
  /** How often the job was started, with this time. */
  start: number;
  /** Full name of a key of the queue. */
  toKey(key: string): string;
}

/** @returns false where another run has the job, or it is over. */
export async function renewOn(redis: Redis, { id, token, start, toKey }: RedisClaim, ms: number): Promise<boolean> {
  const keys = [toKey(`${id}:lock`), toKey('stalled'), toKey('active'), toKey(id)];
  return (await redis.eval(RENEW, keys.length, ...keys, token, ms, id, start)) === 1;
}
