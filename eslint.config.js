import js from '@eslint/js';
import tseslint from 'typescript-eslint';

// The house: each storey may import only the storeys named beside it (see docs/architecture.md).
const storeys = {
  wire: [],
  catalogue: [],
  reference: ['wire'],
  client: ['wire'],
  target: ['wire', 'client', 'reference'],
  rules: ['wire', 'catalogue', 'client'],
  scenario: ['wire', 'catalogue', 'client', 'rules', 'target'],
  runner: ['wire', 'catalogue', 'client', 'rules', 'target', 'scenario'],
  diagnose: ['wire', 'client', 'target'],
  report: ['wire', 'catalogue', 'client', 'rules', 'target', 'scenario', 'runner', 'diagnose'],
};

const storeyRules = Object.entries(storeys).map(([storey, allowed]) => ({
  files: [`src/${storey}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [...Object.keys(storeys), 'cli']
          .filter((other) => other !== storey && !allowed.includes(other))
          .map((other) => ({
            group: [`**/${other}/**`],
            message: `src/${storey} must not import src/${other}`,
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
  ...storeyRules,
);
