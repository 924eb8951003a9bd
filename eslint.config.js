import js from '@eslint/js';
import tseslint from 'typescript-eslint';

// The house: each layer may import only the layers named beside it (see docs/architecture.md).
const layers = {
  package: [],
  wire: [],
  catalogue: ['package'],
  reference: ['package', 'wire'],
  client: ['wire'],
  targets: ['wire', 'client', 'reference'],
  rules: ['wire', 'catalogue', 'client'],
  scenario: ['wire', 'catalogue', 'client', 'targets'],
  probe: ['wire', 'client', 'targets'],
  runner: ['wire', 'catalogue', 'client', 'targets', 'rules', 'scenario'],
  diagnose: ['wire', 'client', 'targets', 'probe'],
  report: [
    'wire',
    'catalogue',
    'client',
    'targets',
    'rules',
    'scenario',
    'probe',
    'runner',
    'diagnose',
  ],
};

const layerRules = Object.entries(layers).map(([layer, allowed]) => ({
  files: [`src/${layer}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [...Object.keys(layers), 'cli']
          .filter((other) => other !== layer && !allowed.includes(other))
          .map((other) => ({
            group: [`**/${other}/**`],
            message: `src/${layer} must not import src/${other}`,
          })),
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['dist/', 'reports/', 'node_modules/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-control-regex': 'off',
      eqeqeq: 'error',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // chai's assertions are expressions
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly' } },
  },
  ...layerRules,
);
