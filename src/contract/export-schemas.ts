/**
 * Writes the JSON Schemas of the request (as users write it), of the plan and of what webhooks post: `node export-schemas.ts [DIR]`. Default:
 * `dist/schema` in the working directory.
 */
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { planSchema } from './plan.ts';
import { requestSchema } from './schema.ts';
import { staffingPlanSchema } from './staffing/plan.ts';
import { staffingRequestSchema } from './staffing/schema.ts';
import { webhookBodySchema } from './webhook.ts';

/** File name -> JSON Schema (draft 2020-12). What only rules can say, such as references between ids, is not in it. */
export function jsonSchemas(): Record<string, object> {
  return {
    'routing-request.json': z.toJSONSchema(requestSchema, { io: 'input' }),
    'routing-plan.json': z.toJSONSchema(planSchema, { io: 'output' }),
    'staffing-request.json': z.toJSONSchema(staffingRequestSchema, { io: 'input' }),
    'staffing-plan.json': z.toJSONSchema(staffingPlanSchema, { io: 'output' }),
    'webhook.json': z.toJSONSchema(webhookBodySchema, { io: 'output' }),
  };
}

/** @returns the paths written. */
export function writeSchemas(folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  return Object.entries(jsonSchemas()).map(([name, schema]) => {
    const path = join(folder, name);
    writeFileSync(path, `${JSON.stringify(schema, null, 2)}\n`);
    return path;
  });
}

if (argv[1] && realpathSync(argv[1]) === fileURLToPath(import.meta.url)) {
  for (const path of writeSchemas(argv[2] ?? 'dist/schema')) stdout.write(`${path}\n`);
}
