import type { Redis } from 'ioredis';
import type { Begun, JobRef, Kept, Store } from './store.ts';
import type { StoredPlan } from './types.ts';

// A run record is a hash {fence, starts, cancel, checkpoint}, a plan is a hash of its fields. Scripts, so that a
// check and its write cannot be torn apart by another worker.

const BEGIN = `
  local fence = tonumber(redis.call('HGET', KEYS[1], 'fence') or '0')
  if tonumber(ARGV[1]) > fence then redis.call('HSET', KEYS[1], 'fence', ARGV[1]) end
  local deaths = tonumber(redis.call('HGET', KEYS[1], 'starts') or '0')
  redis.call('EXPIRE', KEYS[1], ARGV[2])
  return {deaths, redis.call('HGET', KEYS[1], 'checkpoint'),
    redis.call('HMGET', KEYS[2], 'head', 'announced')}`;

const END = `
  if ARGV[2] == 'finished' then
    if tonumber(redis.call('HGET', KEYS[1], 'fence') or '0') > tonumber(ARGV[1]) then return 0 end
    return redis.call('DEL', KEYS[1])
  end
  if tonumber(redis.call('HGET', KEYS[1], 'starts') or '0') > 0 then
    -- A Redis without memory refuses HINCRBY, unless the script has written before.
    redis.call('EXPIRE', KEYS[1], ARGV[3])
    redis.call('HINCRBY', KEYS[1], 'starts', -1)
  end
  return 1`;

const CHECKPOINT = `
  if redis.call('HGET', KEYS[1], 'fence') ~= ARGV[1] then return 0 end
  return redis.call('HSET', KEYS[1], 'checkpoint', ARGV[2])`;

const PUT_PLAN = `
  if redis.call('EXISTS', KEYS[2]) == 1 then return 'kept' end
  if redis.call('HGET', KEYS[1], 'fence') ~= ARGV[1] then return 'superseded' end
  redis.call('HSET', KEYS[2], 'head', ARGV[2], 'json', ARGV[3])
  redis.call('EXPIRE', KEYS[2], ARGV[4])
  redis.call('SET', KEYS[3], ARGV[5], 'EX', ARGV[4])
  return 'stored'`;

const RENEW = `
  if redis.call('EXPIRE', KEYS[1], ARGV[1]) == 1 then redis.call('SET', KEYS[2], ARGV[2], 'EX', ARGV[1]) end`;

/** Keeps runs and plans on Redis beside BullMQ's keys, under the same prefix. */
export function createRedisStore(redis: Redis, prefix: string, { plan_s, run_s }: Kept): Store {
  const runKey = (ref: JobRef) => `${prefix}:roundsman:run:${ref.kind}:${ref.jobId}:${ref.born_ms}`;
  const planKey = (planId: string) => `${prefix}:roundsman:${planId}`;
  const latestKey = (kind: string, jobId: string) => `${prefix}:roundsman:latest:${kind}:${jobId}`;
  const behindKey = (kind: string, jobId: string) => `${prefix}:roundsman:behind:${kind}:${jobId}`;

  return {
    async beginRun(ref, fence, planId) {
      const answer = await redis.eval(BEGIN, 2, runKey(ref), planKey(planId), fence, run_s);
      const [deaths, checkpoint, [head, announced]] = answer as [number, string | null, [string | null, string | null]];
      const begun: Begun = { deaths };
      if (checkpoint !== null) begun.checkpoint = checkpoint;
      if (head !== null) begun.plan = { plan: JSON.parse(head), announced: announced !== null };
      return begun;
    },
    async countStart(ref) {
      await redis.hincrby(runKey(ref), 'starts', 1);
    },
    async endRun(ref, fence, how) {
      await redis.eval(END, 1, runKey(ref), fence, how, run_s);
    },
    async saveCheckpoint(ref, fence, json) {
      await redis.eval(CHECKPOINT, 1, runKey(ref), fence, json);
    },
    async requestCancel(ref) {
      await redis.multi().hset(runKey(ref), 'cancel', 1).expire(runKey(ref), run_s).exec();
    },
    async cancelRequested(ref) {
      return (await redis.hexists(runKey(ref), 'cancel')) === 1;
    },
    async noteBehind(kind, jobId, key) {
      await redis.set(behindKey(kind, jobId), key, 'EX', run_s);
    },
    async behindKey(kind, jobId) {
      return (await redis.get(behindKey(kind, jobId))) ?? undefined;
    },
    async putPlan(ref, fence, { json, ...head }) {
      const keys = [runKey(ref), planKey(head.planId), latestKey(ref.kind, ref.jobId)];
      const answer = await redis.eval(PUT_PLAN, 3, ...keys, fence, JSON.stringify(head), json, plan_s, head.planId);
      return answer as 'stored' | 'kept' | 'superseded';
    },
    async renewPlan({ kind, jobId }, planId) {
      await redis.eval(RENEW, 2, planKey(planId), latestKey(kind, jobId), plan_s, planId);
    },
    async markAnnounced(planId) {
      await redis.hset(planKey(planId), 'announced', 1);
    },
    async plan(planId) {
      const [head, json] = await redis.hmget(planKey(planId), 'head', 'json');
      return head && json ? ({ ...JSON.parse(head), json } as StoredPlan) : undefined;
    },
    async latestPlanId(kind, jobId) {
      return (await redis.get(latestKey(kind, jobId))) ?? undefined;
    },
  };
}
