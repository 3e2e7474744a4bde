import { jsonSchemas } from '../../src/contract/export-schemas.ts';

/** What is read of a JSON Schema here. */
interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  type?: string | string[];
  const?: string | number;
  enum?: (string | number)[];
  format?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  prefixItems?: Schema[];
  items?: Schema | false;
  anyOf?: Schema[];
  oneOf?: Schema[];
  default?: unknown;
  description?: string;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
}

/** One field as a row of the page. */
export interface Field {
  section: string;
  name: string;
  description: string;
  /** It can only be one value, which says it all. */
  isConstant: boolean;
}

const UNITS: [pattern: RegExp, unit: string][] = [
  [/_kmh$/, 'km/h'],
  [/_m_per_s$/, 'm/s'],
  [/_m$|^scale$|_m_per_task$|^m_per_task$/, 'm'],
  [/_g_per_km$/, 'g/km'],
  [/_g$/, 'g'],
  [/^per_(\w+_)?hour$|_cost_per_hour$/, 'money/h'],
  [/^tasks_per_duty_hour$/, 'tasks/h'],
  [/^per_km$/, 'money/km'],
  [/_s$|^seconds$/, 's'],
  [/^(time|from|release|due|left_at)$/, 's or ISO'],
  [/^(cost|prize|price|fixed|per_task|cost_per_task)$/, 'money'],
  [/_min$|^minutes$/, 'min'],
  [/_per_h$/, 'money/h'],
  [/_h$|_h_(day|week|before|after)$|^hours$/, 'h'],
  [/_km2$/, 'km²'],
  [/_km$/, 'km'],
  [/^(move|change|cost_change|saving|pay|pay_per_order|roster_cost|bound)$/, 'money'],
];
const MONEY_SECTIONS = /cost$|^StaffingCost$/i;

/** docs/reference.md, of the schemas of the request, the plan and webhooks; `fields` are all its rows. */
export function referencePage(): { text: string; fields: Field[] } {
  const schemas = jsonSchemas() as Record<string, Schema>;
  const request = new Part(schemas['routing-request.json']!);
  const plan = new Part(schemas['routing-plan.json']!);
  const webhook = new Part(schemas['webhook.json']!);
  const parts = ['## Request', ...request.sections, '## Plan', PLAN, ...plan.sections];
  const text = [HEAD, ...parts, '## Webhook', WEBHOOK, ...webhook.sections].join('\n\n');
  return { text: `${text}\n`, fields: [request, plan, webhook].flatMap(({ fields }) => fields) };
}

const HEAD = `# Reference

Every field of requests, plans and webhooks, written from the schemas in \`src/contract\` by \`npm run docs:reference\`. What the fields
mean for a route is in [model.md](model.md), how a plan is read in [plan.md](plan.md), what is refused in
[errors.md](errors.md). Unknown fields are refused. Bounds of numbers and lengths of lists and texts are in the column
"range"; a default that is a dash means that the field may be left out.`;
const WEBHOOK = 'What is posted when a job ends, see [webhooks.md](webhooks.md).';
const PLAN = 'Fields without a dash are always there. Times are in seconds on the clock of the request.';

/** docs/reference-staffing.md, of the schemas of the staffing request and plan. */
export function staffingPage(): { text: string; fields: Field[] } {
  const schemas = jsonSchemas() as Record<string, Schema>;
  const request = new Part(schemas['staffing-request.json']!);
  const plan = new Part(schemas['staffing-plan.json']!);
  const parts = ['## Request', ...request.sections, '## Plan', STAFFING_PLAN, ...plan.sections];
  return { text: `${[STAFFING_HEAD, ...parts].join('\n\n')}\n`, fields: [...request.fields, ...plan.fields] };
}

const STAFFING_HEAD = `# Reference of staffing

Every field of staffing requests and plans, written from the schemas in \`src/contract/staffing\` by \`npm run docs:reference\`. What
the figures mean and how they are found is in [staffing.md](staffing.md), what is refused in [errors.md](errors.md). Unknown fields
are refused. Bounds of numbers and lengths of lists and texts are in the column "range"; a default that is a dash means that the
field may be left out.`;
const STAFFING_PLAN = `Fields without a dash are always there. Times have the offset of the time zone; lists per slot have one value for each slot
of the horizon.`;

/** The sections of one schema, in the order in which they are first referred to. */
class Part {
  readonly sections: string[] = [];
  readonly fields: Field[] = [];
  private readonly defs: Record<string, Schema>;
  private readonly met = new Map<string, string>();
  private readonly waiting: { title: string; schema: Schema }[] = [];

  constructor({ $ref, $defs }: Schema) {
    this.defs = $defs!;
    this.link(nameOf($ref!));
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) this.addSection(next.title, next.schema);
  }

  private addSection(title: string, schema: Schema): void {
    const about = schema.description ? `${sentence(schema.description)}` : '';
    const lines = [`### ${title}`];
    if (schema.properties) {
      if (about) lines.push(about);
      lines.push(this.table(title, schema));
    } else lines.push(`${capital(this.type(schema, title))}.${about ? ` ${about}` : ''}`);
    this.sections.push(lines.join('\n\n'));
  }

  private table(title: string, { properties, required }: Schema): string {
    const rows = Object.entries(properties!).map(([name, field]) => {
      const isNeeded = required?.includes(name) && field.default === undefined;
      const fallback = field.default === undefined ? (isNeeded ? 'needed' : '–') : code(field.default);
      const description = field.description ?? this.defs[nameOf(field.$ref ?? '')]?.description ?? '';
      this.fields.push({ section: title, name, description, isConstant: field.const !== undefined });
      const cells = [
        `\`${name}\``,
        this.type(field, title, name),
        unitOf(name, title, field),
        fallback,
        rangeOf(field),
      ];
      return `| ${[...cells, description].map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
    });
    return ['| field | type | unit | default | range | meaning |', '|---|---|---|---|---|---|', ...rows].join('\n');
  }

  /** The type in words. `owner` and `field` say where it stands, to name what has no name. */
  private type(schema: Schema, owner: string, field = ''): string {
    if (schema.$ref) return this.link(nameOf(schema.$ref));
    if (schema.const !== undefined) return code(schema.const);
    if (schema.enum) return schema.enum.map(code).join(', ');
    const alternatives = schema.anyOf ?? schema.oneOf;
    if (alternatives) return alternatives.map((each) => this.type(each, owner, field)).join(' or ');
    if (schema.prefixItems) return `[${schema.prefixItems.map((each) => this.type(each, owner, field)).join(', ')}]`;
    if (schema.items) return `list of ${this.type(schema.items, owner, `${field}[]`)}`;
    if (schema.properties) return this.anonymous(schema, owner, field);
    if (schema.format === 'date-time') return 'ISO 8601 time';
    return [schema.type ?? 'anything']
      .flat()
      .map((type) => WORDS[type] ?? type)
      .join(' or ');
  }

  /** An object without a name is called by its place; those alike share a section. */
  private anonymous(schema: Schema, owner: string, field: string): string {
    const key = JSON.stringify(schema.properties);
    const title = this.met.get(key) ?? (/^(Routing|Staffing)Plan$/.test(owner) ? field : `${owner}.${field}`);
    if (!this.met.has(key)) this.waiting.push({ title, schema });
    this.met.set(key, title);
    return linkTo(title);
  }

  private link(name: string): string {
    if (!this.met.has(name)) this.waiting.push({ title: name, schema: this.defs[name]! });
    this.met.set(name, name);
    return linkTo(name);
  }
}

const WORDS: Record<string, string> = { string: 'text', integer: 'whole number', boolean: 'true or false' };

function unitOf(name: string, section: string, schema: Schema): string {
  const isNumber = /number|integer|array/.test(String(schema.type)) || schema.$ref !== undefined || schema.anyOf;
  // Times of riders are texts.
  if (!isNumber || /(LocalTime|TimeOfDay)$/.test(schema.$ref ?? '')) return '';
  if (MONEY_SECTIONS.test(section)) return 'money';
  return UNITS.find(([pattern]) => pattern.test(name))?.[1] ?? '';
}

function rangeOf(schema: Schema): string {
  if (schema.prefixItems || schema.enum || schema.const !== undefined) return '';
  if (schema.type === 'array') {
    const each = schema.items && schema.items.type === 'number' ? rangeOf(schema.items) : '';
    return span(schema.minItems, schema.maxItems, ' items') + (each && `, each ${each}`);
  }
  if (schema.type === 'string') return span(schema.minLength, schema.maxLength, ' characters');
  const { minimum, maximum } = schema;
  return span(isBound(minimum) ? minimum : undefined, isBound(maximum) ? maximum : undefined, '');
}

/** Whole numbers are safe ones; that goes without saying. */
function isBound(value: number | undefined): boolean {
  return value !== undefined && Math.abs(value) !== Number.MAX_SAFE_INTEGER;
}

function span(least: number | undefined, most: number | undefined, what: string): string {
  if (least === undefined && most === undefined) return '';
  if (most === undefined) return least === 0 && what !== '' ? '' : `from ${shown(least!)}${what}`;
  return least === undefined ? `up to ${shown(most)}${what}` : `${shown(least)} to ${shown(most)}${what}`;
}

function shown(value: number): string {
  return Math.abs(value) < 1e-3 && value !== 0 ? String(value) : value.toLocaleString('en-US');
}

function nameOf(ref: string): string {
  return ref.replace('#/$defs/', '');
}

/** As GitHub makes anchors of headings. */
function linkTo(title: string): string {
  return `[${title}](#${title.toLowerCase().replace(/[^a-z0-9_-]/g, '')})`;
}

function code(value: unknown): string {
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

function capital(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
