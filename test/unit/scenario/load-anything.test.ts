import { expect } from 'chai';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { ScriptError, ScriptFileError } from '../../../src/scenario/script-errors.ts';
import { loadTexts } from '../../support/scripts.ts';

/** Runs are few, as each writes a file. */
const RUNS = { numRuns: 300 };

/** Scripts load, or are complained of with a place that is there. */
function loadsOrComplains(text: string | Buffer): void {
  try {
    loadTexts({ 'a.yaml': text });
  } catch (error) {
    if (error instanceof ScriptFileError) return;
    if (!(error instanceof ScriptError)) throw error;
    for (const { position, reason } of error.problems) {
      expect(position.line).to.be.at.least(1);
      expect(reason).to.not.equal('');
    }
  }
}

const KEYS = ['id', 'title', 'covers', 'level', 'needs', 'files', 'setup', 'steps', 'cleanup'];
const VERBS = ['send', 'expect', 'check', 'if', 'then', 'for-each', 'as', 'set', 'raw', 'matches'];
const leaf = fc.oneof(
  fc.constantFrom('a/b', 'RFC959-4.2-FMT-1', '2yz', '${reply.code}', '${', '10s', '/(/', null),
  fc.jsonValue({ maxDepth: 1 }),
);
const step = fc.dictionary(fc.constantFrom(...VERBS), leaf, { maxKeys: 4 });
const scenario = fc.dictionary(
  fc.constantFrom(...KEYS),
  fc.oneof(leaf, fc.array(fc.oneof(leaf, step), { maxLength: 4 })),
);
const inPlace = fc
  .array(step, { minLength: 1, maxLength: 3 })
  .map((steps) => [{ id: 'a/b', title: 't', covers: ['RFC959-4.2-FMT-1'], steps }]);

describe('loading whatever there is', () => {
  for (const [what, texts] of [
    ['any text', fc.string({ unit: 'binary' })],
    ['any bytes', fc.uint8Array().map((bytes) => Buffer.from(bytes))],
    [
      'signs that mean something in YAML',
      fc.stringMatching(/^[-:{}[\]&*!|>'"%@#?,\s\ta0~]{0,60}$/),
    ],
    ['any data as YAML', fc.jsonValue().map((value) => stringify(value))],
    ['the keys of a script in any order, with any values', scenario.map((one) => stringify([one]))],
    ['any steps in a scenario', inPlace.map((one) => stringify(one))],
  ] as const satisfies readonly (readonly [string, fc.Arbitrary<string | Buffer>])[])
    it(`throws nothing but what is wrong with the script: ${what}`, () => {
      fc.assert(fc.property<[string | Buffer]>(texts, loadsOrComplains), RUNS);
    }).timeout(120_000);
});
