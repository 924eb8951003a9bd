// What `import … from 'ftpspec'` gives.
export { diagnose, type DiagnoseSettings } from './diagnose.ts';
export { run, type RunSettings } from './run.ts';
export type { Diagnosis, Finding, Observation, StageResult, Verdict } from '../diagnose/index.ts';
export type { Level } from '../catalogue/requirements.ts';
export type {
  Leftover,
  Outcome,
  Problem,
  RuleProblem,
  RuleResult,
  RunResult,
  ScenarioResult,
  Totals,
} from '../runner/results.ts';
export type { Risk } from '../scenario/risks.ts';
