import { loadCatalogue } from '../catalogue/index.ts';
import { dataFolder } from '../package/folders.ts';
import { compile } from './compiled.ts';
import { loadScenarios } from './load.ts';

/** Every scenario of suites/. */
export default compile(loadScenarios([dataFolder('suites')], loadCatalogue()));
