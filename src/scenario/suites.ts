import { dataFolder } from '../package/folders.ts';
import { restore } from './compiled.ts';
import type { Scenario } from './load.ts';
import scripts from './suites.data.ts';

/** The scenarios that come with the package. */
export function suitesScenarios(): Scenario[] {
  return restore(scripts, dataFolder('suites'));
}
