// Who may import whom; `npm run check` holds everybody to it (see docs/architecture.md). Imports of types and
// dynamic import() count as much as any other.

/** Each layer, with the layers below it that it may import. */
const layers = {
  package: [],
  wire: [],
  catalogue: ['package'],
  reference: ['package', 'wire'],
  client: ['wire'],
  targets: ['client', 'reference', 'wire'],
  rules: ['catalogue', 'client', 'wire'],
  scenario: ['catalogue', 'client', 'package', 'targets', 'wire'],
  config: ['scenario', 'targets', 'wire'],
  ledger: ['scenario', 'wire'],
  peer: ['client', 'wire'],
  probe: ['client', 'peer', 'targets', 'wire'],
  runner: ['catalogue', 'client', 'ledger', 'rules', 'scenario', 'targets', 'wire'],
  diagnose: ['client', 'probe', 'targets', 'wire'],
  report: [
    'catalogue',
    'client',
    'diagnose',
    'ledger',
    'package',
    'probe',
    'rules',
    'runner',
    'scenario',
    'targets',
    'wire',
  ],
  library: [
    'catalogue',
    'client',
    'diagnose',
    'package',
    'report',
    'rules',
    'runner',
    'scenario',
    'targets',
    'wire',
  ],
};

/** Each npm package, with the layers that own it. */
const packages = {
  chai: ['library'],
  'get-east-asian-width': ['report'],
  'junit-report-builder': ['report'],
  picocolors: ['report'],
  picomatch: ['scenario'],
  scslre: ['scenario'],
  selfsigned: ['reference'],
  testcontainers: ['targets'],
  yaml: ['catalogue', 'config', 'ledger', 'reference', 'scenario'],
  yargs: ['cli'],
  zod: ['config', 'ledger', 'reference', 'report', 'runner', 'scenario'],
};

const inLayers = (names) => `^src/(${names.join('|')})/`;

export default {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Files that import each other in a circle cannot be read one after another.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...Object.entries(layers).map(([layer, below]) => ({
      name: `${layer}-imports-downwards`,
      comment: `src/${layer} may import ${below.length > 0 ? below.join(', ') : 'no other layer'}.`,
      severity: 'error',
      from: { path: inLayers([layer]) },
      to: { path: '^src/', pathNot: inLayers([layer, ...below]) },
    })),
    ...Object.entries(packages).map(([name, owners]) => ({
      name: `${name}-has-its-layer`,
      comment: `Only ${owners.map((owner) => `src/${owner}`).join(', ')} may import ${name}.`,
      severity: 'error',
      from: { path: '^src/', pathNot: inLayers(owners) },
      to: { path: `node_modules/(@types/)?${name}/` },
    })),
    {
      name: 'packages-are-listed',
      comment: 'A package that no layer owns is added to the table above, or not used.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'npm-optional', 'npm-peer'],
        pathNot: `node_modules/(@types/)?(${Object.keys(packages).join('|')})/`,
      },
    },
    {
      name: 'src-stands-alone',
      comment: 'What users run imports no tests.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench)/' },
    },
    {
      name: 'no-unresolved-import',
      comment: 'An import that leads nowhere escapes every rule above.',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'reasoning-opens-no-socket',
      comment: 'What reasons works on what was recorded; sockets are for the layers that talk.',
      severity: 'error',
      from: { path: inLayers(['catalogue', 'diagnose', 'report', 'rules']) },
      to: { path: '^(node:)?(net|tls|dgram|http|https|http2|dns|dns/promises)$' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    skipAnalysisNotInRules: true,
  },
};
