import { atLeastOne, fileSchema } from '../behaviours/schema.ts';

/** A file of faults: `faults/*.yaml`. `npm run faults -- --schema` writes what editors check it with. */
export const faultsSchema = fileSchema('fault', {
  breaks: atLeastOne('requirement').describe(
    'the requirements of catalogue/requirements.tsv that it breaks, the plainest first',
  ),
});
