// Who may import whom. One row per folder (or top-level file) of src/; a folder always may import itself and npm
// packages. `types` lists what may be reached with `import type` only. A new folder needs a row before it passes.
const ROWS = {
  kit: { values: [] },
  contract: { values: ['kit'] },
  'config.ts': { values: ['contract', 'kit'] },
  'interrupt.ts': { values: [] },
  formats: { values: ['contract', 'kit', 'travel'] },
  travel: { values: ['contract', 'kit'] },
  route: { values: ['contract', 'kit', 'travel'] },
  model: { values: ['contract', 'kit', 'travel', 'route'] },
  routing: { values: ['model', 'kit', 'route'] },
  map: { values: ['contract', 'kit'] },
  // Large requests in parts that are requests of their own.
  districts: { values: ['contract', 'kit', 'route'], types: ['model'] },
  plan: { values: ['contract', 'model', 'travel', 'route', 'kit'], types: ['routing'] },
  explain: { values: ['contract', 'travel', 'kit', 'route', 'plan'], types: ['model'] },
  // The independent checker shares no code with the solver, so not even kit.
  check: { values: ['contract'] },
  // Riders: forecast, requirement, shifts, rosters, moves, zones. Pure arrays and numbers; `contract` by type only.
  staffing: { values: ['kit'], types: ['contract'] },
  // The independent day of riders and orders, and the judge of staffing plans: shares no code with the planner.
  simulation: { values: ['contract'] },
  pool: { values: ['contract', 'kit', 'model', 'routing', 'route', 'staffing', 'simulation'], types: ['config.ts'] },
  queue: { values: ['contract', 'config.ts', 'interrupt.ts', 'kit'] },
  // The pipeline: contract -> travel -> model -> pool -> plan -> check.
  jobs: {
    values: [
      'contract',
      'kit',
      'config.ts',
      'formats',
      'travel',
      'route',
      'model',
      'districts',
      'routing',
      'plan',
      'explain',
      'check',
      'pool',
      'map',
      'staffing',
      'simulation',
    ],
    types: ['queue'],
  },
  'index.ts': { except: ['cli', 'cli.ts', 'main.ts'] },
  'main.ts': { except: ['cli', 'cli.ts'] },
  cli: { except: ['cli.ts'] },
  'cli.ts': { except: [] },
};

/** Folders with no clock, randomness or I/O of their own. tests/unit/architecture.test.ts holds the rest of this. */
const PURE = '^src/(kit|route|model|routing|check|plan|explain|districts|staffing|simulation)/';

const escaped = (name) => name.replace('.', '\\.');
const place = (name) => (name.endsWith('.ts') ? `^src/${escaped(name)}$` : `^src/${escaped(name)}/`);
const places = (names) => names.map(place);
/** Type-only edges carry this dependency type because `tsPreCompilationDeps` is on. */
const VALUE_ONLY = { dependencyTypesNot: ['type-only'] };

const directions = Object.entries(ROWS).flatMap(([name, row]) => {
  const from = { path: place(name) };
  const rule = (suffix, to) => ({ name: `${name}-${suffix}`, severity: 'error', from, to });
  if (row.except) {
    return row.except.length === 0 ? [] : [rule('may-not-import', { path: places(row.except) })];
  }
  const own = [name, ...row.values];
  const rules = [rule('may-import-only', { path: '^src/', pathNot: places([...own, ...(row.types ?? [])]) })];
  if (row.types) rules.push(rule('may-import-only-types-of', { path: places(row.types), ...VALUE_ONLY }));
  return rules;
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...directions,
    {
      name: 'every-folder-has-a-row',
      comment: 'Add the folder to ROWS in .dependency-cruiser.cjs and say what it may import.',
      severity: 'error',
      from: { path: '^src/', pathNot: places(Object.keys(ROWS)) },
      to: {},
    },
    {
      name: 'no-cycles',
      comment: 'Type-only imports count as well.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'pure-folders-do-no-io',
      comment: 'Clock, randomness and I/O are injected into the folders of PURE.',
      severity: 'error',
      from: { path: PURE },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'workers-stay-thin',
      comment: 'A worker is a few lines: messages of the pool, the compiled model and the solver.',
      severity: 'error',
      from: { path: '^workers/' },
      to: { path: '^(src|bench|tests|data)/', pathNot: '^src/(model|routing|route|kit|pool|staffing|simulation)/' },
    },
    {
      name: 'src-knows-nothing-of-its-users',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(workers|bench|tests|data)/' },
    },
    {
      name: 'no-dev-dependencies-at-run-time',
      severity: 'error',
      from: { path: '^(src|workers)/' },
      to: { dependencyTypes: ['npm-dev'], pathNot: '(^|/)node_modules/@types/' },
    },
    {
      name: 'no-undeclared-packages',
      severity: 'error',
      from: { path: '^(src|workers|bench|tests|data)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    { name: 'resolvable', severity: 'error', from: { pathNot: '(^|/)node_modules/' }, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '^(dist|coverage|\\.roundsman)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
