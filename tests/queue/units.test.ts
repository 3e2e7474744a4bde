import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { InputError } from '../../src/contract/errors.ts';
import { asQueueError, decodeFailure, encodeFailure, queueError } from '../../src/queue/errors.ts';
import { createGate } from '../../src/queue/gate.ts';
import { checkData, planIdOf } from '../../src/queue/payload.ts';
import { throttleProgress } from '../../src/queue/progress.ts';
import { RunControl } from '../../src/queue/run-control.ts';
import { waitAfter } from '../../src/queue/webhooks/caller.ts';
import { post, retryAfterOf, signatureOf } from '../../src/queue/webhooks/post.ts';
import { KEY, SECRET } from '../support/receiver.ts';

describe('config', () => {
  it('has defaults, is frozen, and takes an empty variable for unset', () => {
    const config = loadConfig({ ROUNDSMAN_THREADS: '4', ROUNDSMAN_THREADS_PER_JOB: '', REDIS_URL: '' });
    expect(config).toMatchObject({ threads: 4, threadsPerJob: 4, concurrency: 1, prefix: '{bull}' });
    expect(config.redisUrl).toBeUndefined();
    expect(Object.isFrozen(config)).toBe(true);
    expect(loadConfig({ ROUNDSMAN_THREADS: '5', ROUNDSMAN_THREADS_PER_JOB: '2' }).concurrency).toBe(2);
    expect(config.webhooks).toBeUndefined();
  });

  it('reads origins and secrets of webhooks', () => {
    const { webhooks } = loadConfig({
      ROUNDSMAN_WEBHOOK_ORIGINS: 'https://Dispatch.example:443/, http://10.0.0.5:8080',
      ROUNDSMAN_WEBHOOK_URL: 'https://dispatch.example/plans?token=1',
      ROUNDSMAN_WEBHOOK_SECRET: `${SECRET} whsec_${'A'.repeat(32)}`,
    });
    expect(webhooks).toMatchObject({
      origins: ['https://dispatch.example', 'http://10.0.0.5:8080'],
      url: 'https://dispatch.example/plans?token=1',
      keys: [KEY, Buffer.alloc(24)],
    });
  });

  it.each<[string, NodeJS.ProcessEnv, RegExp[]]>([
    ['no secret', { ROUNDSMAN_WEBHOOK_ORIGINS: 'https://a.example' }, [/SECRET is not set/]],
    ['a default that is not allowed', { ROUNDSMAN_WEBHOOK_URL: 'https://b.example/' }, [/URL is of no origin/]],
    [
      'a port that is never called',
      { ROUNDSMAN_WEBHOOK_ORIGINS: 'http://10.0.0.5:6000 http://10.0.0.5:8080' },
      [/ORIGINS has what is no origin: http:..10\.0\.0\.5:6000$/],
    ],
    [
      'wrong words',
      {
        ROUNDSMAN_WEBHOOK_ORIGINS: 'https://*.example https://a.example/path ftp://a.example https://a.example',
        ROUNDSMAN_WEBHOOK_URL: 'b.example',
        ROUNDSMAN_WEBHOOK_SECRET: 'my-secret',
      },
      [
        /ORIGINS has what is no origin: https:..\*\.example https:..a\.example.path ftp:..a\.example$/,
        /URL is not an http/,
        /^ROUNDSMAN_WEBHOOK_SECRET is not whsec_ and 24 to 64 bytes as base64$/,
      ],
    ],
  ])('refuses webhooks with %s', (_, env, causes) => {
    try {
      loadConfig(env);
      expect.unreachable();
    } catch (error) {
      expect((error as InputError).errors.map(({ cause }) => cause)).toEqual(
        causes.map((cause) => expect.stringMatching(cause)),
      );
    }
  });

  it('names every wrong setting at once, the misspelt ones too', () => {
    const wrong = { REDIS_URL: 'http://x', ROUNDSMAN_THREADS: '2.5', ROUNDSMAN_GRACE_MS: '1', ROUNDSMAN_THREAD: '3' };
    try {
      loadConfig({ ...wrong, PATH: 'x' });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      const { errors } = error as InputError;
      expect(errors.map((one) => one.path).sort()).toEqual(Object.keys(wrong).sort());
      for (const one of errors) expect(one).toMatchObject({ code: 'bad_config', cause: expect.stringMatching(/ is /) });
    }
  });
});

describe('payload', () => {
  /** The same value with the keys of every object the other way round. */
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== 'object' || value === null) return value;
    const turned = Object.entries(value).reverse();
    return Object.fromEntries(turned.map(([key, item]) => [key, reversed(item)]));
  };
  const hashOf = (payload: unknown) => {
    const checked = checkData({ payload }, 1e6);
    return 'inputHash' in checked ? checked.inputHash : JSON.stringify(checked.errors.map((error) => error.code));
  };

  it('hashes by content: not by order of keys, and alike before and after the queue', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (payload) => {
        expect(hashOf(reversed(payload))).toBe(hashOf(payload));
        expect(hashOf(JSON.parse(JSON.stringify(payload)))).toBe(hashOf(payload));
      }),
    );
  });

  it('hashes different contents differently', () => {
    const payloads = [
      {},
      [],
      null,
      '',
      0,
      { a: 1 },
      { a: '1' },
      { a: [1, 2] },
      { a: [12] },
      { 'a,b': 1 },
      { a: { b: 1 } },
    ];
    expect(new Set(payloads.map(hashOf)).size).toBe(payloads.length);
    expect(hashOf({ a: 1, gone: undefined })).toBe(hashOf({ a: 1 }));
  });

  it('names every place that is not JSON', () => {
    const checked = checkData({ payload: { a: [1, Number.NaN, new Date()], b: { c: 1n, d: () => 0 } } }, 1e6);
    const paths = 'errors' in checked ? checked.errors.map((error) => error.path) : [];
    expect(paths).toEqual(['payload.a[1]', 'payload.a[2]', 'payload.b.c', 'payload.b.d']);
  });

  it.each<[string, object]>([
    ['fields', { payload: {}, ...Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`f${i}`, 1])) }],
    ['values that are not JSON', { payload: new Array(300).fill(Number.NaN) }],
  ])('names 200 wrong %s and says that there are more', (_, data) => {
    const checked = checkData(data, 1e6);
    const errors = 'errors' in checked ? checked.errors : [];
    expect(errors).toHaveLength(201);
    expect(errors.at(-1)).toMatchObject({ code: 'more_errors', cause: expect.stringContaining('100 further') });
  });

  it('refuses what PostgreSQL cannot keep, and only that', () => {
    const refused = JSON.stringify(['wrong_value']);
    for (const text of ['\u0000', '\ud800', 'x\udc00', '\\\u0000']) expect(hashOf({ text })).toBe(refused);
    for (const text of ['\\u0000', '\\\\ud800', '\u{1f600}', '\u0001']) expect(hashOf({ text })).not.toBe(refused);
  });

  it('gives plans ids that BullMQ takes', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (jobId, hash) => {
        expect(planIdOf('routing', jobId, hash)).toMatch(/^plan-[0-9a-f]{40}$/);
      }),
    );
  });
});

describe('gate', () => {
  const never = new AbortController().signal;

  it('lets many in together, and one alone, in the order they came', async () => {
    const gate = createGate();
    const order: string[] = [];
    const enter = async (name: string, alone: boolean) => {
      const leave = await gate.enter(alone, never);
      order.push(name);
      return leave;
    };
    const [leaveA, leaveB] = await Promise.all([enter('a', false), enter('b', false)]);
    const alone = enter('alone', true);
    const late = enter('late', false);
    await delay(1);
    expect(order).toEqual(['a', 'b']);
    leaveA();
    leaveB();
    const leaveAlone = await alone;
    await delay(1);
    expect(order).toEqual(['a', 'b', 'alone']);
    leaveAlone();
    (await late)();
    (await enter('last', true))();
  });

  it('lets no more in than it has places', async () => {
    const gate = createGate(2);
    const [leave] = await Promise.all([gate.enter(false, never), gate.enter(false, never)]);
    let isIn = false;
    const third = gate.enter(false, never).then((leaveThird) => {
      isIn = true;
      return leaveThird;
    });
    await delay(1);
    expect(isIn).toBe(false);
    leave();
    (await third)();
    (await gate.enter(false, never))();
  });

  it('lets those behind pass when one gives up', async () => {
    const gate = createGate();
    const leave = await gate.enter(false, never);
    const abort = new AbortController();
    const alone = gate.enter(true, abort.signal);
    const behind = gate.enter(false, never);
    abort.abort(new Error('shutdown'));
    await expect(alone).rejects.toThrow('shutdown');
    (await behind)();
    leave();
    await expect(gate.enter(false, abort.signal)).rejects.toThrow('shutdown');
  });
});

describe('progress', () => {
  const at = (iterations: number) => ({ cost: 1, iterations, elapsed_s: 0, unassigned: 0 });

  it('sends the first and the latest, thinned out, never the same twice', async () => {
    const sent: number[] = [];
    const progress = throttleProgress(async ({ iterations }) => {
      sent.push(iterations);
    });
    for (let i = 0; i < 100; i++) progress.report(at(i));
    await delay(50);
    progress.report(at(99));
    expect(sent).toEqual([99]);
    progress.report(at(100));
    await delay(700);
    progress.report(at(100));
    await delay(700);
    expect(sent).toEqual([99, 100]);
    progress.end();
    progress.report(at(101));
    await delay(20);
    expect(sent).toEqual([99, 100]);
  });

  it('has one message on its way at a time, and survives one that fails', async () => {
    let onTheirWay = 0;
    let most = 0;
    const progress = throttleProgress(async () => {
      most = Math.max(most, ++onTheirWay);
      await delay(600);
      onTheirWay--;
      throw new Error('store away');
    });
    for (let i = 0; i < 30; i++) {
      progress.report(at(i));
      await delay(50);
    }
    progress.end();
    expect(most).toBe(1);
  });
});

describe('run control', () => {
  it('asks, then aborts after the grace, then gives the handler up', async () => {
    const control = new RunControl();
    const reasons: string[] = [];
    control.stop.onRequest((reason) => reasons.push(reason));
    control.request('cancelled', 20);
    control.request('timeout', 1);
    control.stop.onRequest((reason) => reasons.push(`late ${reason}`));
    expect(reasons).toEqual(['cancelled', 'late cancelled']);
    expect(control.signal.aborted).toBe(false);
    expect([control.unwanted.aborted, control.leaving.aborted]).toEqual([true, false]);
    await delay(40);
    expect(control.abortReason).toBe('cancelled');
    await expect(control.abandoned).rejects.toThrow('did not return');
  });

  it('aborts at once when the claim is lost', () => {
    const control = new RunControl();
    control.abort('lock_lost');
    expect([control.signal.aborted, control.leaving.aborted, control.lost]).toEqual([true, true, true]);
    control.settled();
  });
});

describe('errors', () => {
  it('survive the way through a job, and BullMQ’s own become coded', () => {
    const { errors } = queueError('result_too_large', 'too big');
    expect(decodeFailure(encodeFailure(errors))).toEqual({ code: 'result_too_large', errors });
    expect(decodeFailure('job stalled more than allowable limit').code).toBe('poison_job');
    expect(decodeFailure('{"code":"nonsense","errors":[]}').code).toBe('internal');
    expect(decodeFailure(undefined).code).toBe('internal');
  });

  it('are coded when a datastore throws them, and pass otherwise', () => {
    expect(asQueueError(new Error("OOM command not allowed when used memory > 'maxmemory'."))).toMatchObject({
      code: 'queue_full',
    });
    for (const cause of ['connect ECONNREFUSED 127.0.0.1:1', 'Command timed out', "READONLY You can't write"]) {
      expect(asQueueError(new Error(cause))).toMatchObject({ code: 'queue_unreachable' });
    }
    const bug = new TypeError('x is not a function');
    expect(asQueueError(bug)).toBe(bug);
  });
});

describe('webhook', () => {
  it('is signed as in the tests of Standard Webhooks', () => {
    const key = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
    const signature = signatureOf([key, KEY], 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, '{"test": 2432232314}');
    expect(signature.split(' ')).toEqual([
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
      expect.stringMatching(/^v1,/),
    ]);
  });

  it('reads when to come back: seconds or a date', () => {
    const now_ms = Date.parse('2027-03-16T06:00:00Z');
    expect(retryAfterOf(null, now_ms)).toBeUndefined();
    expect(retryAfterOf('soon', now_ms)).toBeUndefined();
    expect(retryAfterOf('120', now_ms)).toBe(120_000);
    expect(retryAfterOf('Tue, 16 Mar 2027 06:00:30 GMT', now_ms)).toBe(30_000);
    expect(retryAfterOf('Tue, 16 Mar 2027 05:00:00 GMT', now_ms)).toBe(0);
  });

  it('gives a call up at once whose port is never called', async () => {
    const config = { origins: [], keys: [KEY], timeout_ms: 1_000, attempts: 20, backoff_ms: 1_000 };
    const answer = await post('http://127.0.0.1:6000/', 'hook-1', '{}', config, new AbortController().signal);
    expect(answer).toEqual({ taken: false, cause: 'bad port', again: false });
  });

  it('waits twice as long each time, as long as it is asked to, and no longer than an hour', () => {
    const config = { origins: [], keys: [], timeout_ms: 1, attempts: 20, backoff_ms: 1_000 };
    const within = (wait_ms: number, least_ms: number) => {
      expect(wait_ms).toBeGreaterThanOrEqual(least_ms);
      expect(wait_ms).toBeLessThanOrEqual(least_ms * 1.25);
    };
    within(waitAfter(1, config), 1_000);
    within(waitAfter(4, config), 8_000);
    within(waitAfter(2, config, 60_000), 60_000);
    within(waitAfter(4, config, 1_000), 8_000);
    within(waitAfter(19, config), 3_600_000);
    within(waitAfter(1, config, 1e12), 3_600_000);
  });
});
