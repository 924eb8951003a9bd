import { atLeastOne, fileSchema } from '../behaviours/schema.ts';

/** A file of variations: `variations/*.yaml`. `npm run variations -- --schema` writes what editors check it with. */
export const variationsSchema = fileSchema('variation', {
  'allowed-by': atLeastOne('requirement, ruling or section').describe(
    'what allows it, the plainest first: requirements of catalogue/requirements.tsv, rulings, or sections such as "RFC959 4.2"',
  ),
});
