import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { jsonSchemas } from '../../src/contract/export-schemas.ts';
import { parseStaffing } from '../../src/contract/staffing/parse.ts';
import { planHere } from './plan-here.ts';
import { smallDay } from './samples.ts';

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, strictTuples: false });
const schemas = jsonSchemas();
const isValid = (file: string, value: unknown) => ajv.validate(schemas[file]!, JSON.parse(JSON.stringify(value)));

describe('JSON Schema of staffing', () => {
  it('accepts a request, and needs nothing that has a default', () => {
    expect(isValid('staffing-request.json', smallDay()), JSON.stringify(ajv.errors)).toBe(true);
    const { horizon, zones, demand } = smallDay();
    const bare = { kind: 'staffing', version: 1, horizon, zones, demand };
    expect(isValid('staffing-request.json', bare), JSON.stringify(ajv.errors)).toBe(true);
  });

  it.each<[string, object]>([
    ['an unknown field', { colour: 'red' }],
    ['a wrong kind', { kind: 'riders' }],
    ['negative demand', { demand: [{ zone: 'west', orders: [-1] }] }],
    ['a slot of ten minutes', { horizon: { ...smallDay().horizon, slot_min: 10 } }],
    ['a rider without availability', { riders: [{ id: 'a' }] }],
  ])('refuses %s', (_, change) => {
    expect(isValid('staffing-request.json', { ...smallDay(), ...change })).toBe(false);
  });

  it('accepts a plan', () => {
    const parsed = parseStaffing(smallDay());
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    const { plan } = planHere(parsed.value);
    expect(isValid('staffing-plan.json', plan), JSON.stringify(ajv.errors)).toBe(true);
    expect(isValid('staffing-plan.json', { ...plan, colour: 'red' })).toBe(false);
  });
});
