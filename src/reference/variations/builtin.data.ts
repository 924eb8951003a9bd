import { dataFolder } from '../../package/folders.ts';
import { loadFiles } from '../behaviours/load.ts';
import { variationsSchema } from './schema.ts';

/** What variations/ describes. */
export default loadFiles(dataFolder('variations'), { noun: 'variation', schema: variationsSchema });
