/** A worker of its own process, for tests that kill it: settings from the environment, argument = file of starts. */
import { pino } from 'pino';
import { loadConfig } from '../../src/config.ts';
import { createClient } from '../../src/queue/client.ts';
import { createConsumer } from '../../src/queue/consumer.ts';
import { openBroker } from '../../src/queue/open-broker.ts';
import { createToy } from './toy.ts';

const config = loadConfig();
const log = pino({ level: config.logLevel }, pino.destination({ fd: 2, sync: true }));
const broker = await openBroker(config, 'worker', log);
const consumer = createConsumer(broker, config, { routing: createToy(process.argv[2] as string) }, log);
process.once('SIGTERM', async () => {
  await consumer.close();
  await broker.close();
  process.exit(0);
});
// The embedded store is this process's alone, so what a test wants of it goes through here.
const client = createClient(broker, config);
process.on('message', async ({ id, method, args }: { id: number; method: string; args: unknown[] }) => {
  const methods: Record<string, (...given: never[]) => Promise<unknown>> = {
    submit: client.submit,
    cancel: client.cancel,
    fetchPlan: client.fetchPlan,
    end: async (jobId: string) => {
      for await (const event of client.watch(jobId)) {
        if (event.type === 'done' || event.type === 'failed') return event;
      }
      return undefined;
    },
    announcements: () => broker.queue('plans').getJobCountByTypes('waiting'),
  };
  try {
    process.send?.({ id, value: await methods[method]?.(...(args as never[])) });
  } catch (error) {
    process.send?.({ id, error: String(error) });
  }
});
await consumer.ready();
process.send?.({ ready: true });
