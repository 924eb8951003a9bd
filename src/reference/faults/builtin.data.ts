import { dataFolder } from '../../package/folders.ts';
import { loadFaults } from './load.ts';

/** What faults/ describes. */
export default loadFaults(dataFolder('faults'));
