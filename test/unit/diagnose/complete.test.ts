import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CAUSES } from '../../../src/diagnose/causes/index.ts';
import { NOTICES } from '../../../src/diagnose/causes/notices.ts';
import { RIVAL_CODES } from '../../../src/diagnose/causes/rivals.ts';
import { causeCodes } from '../../../src/diagnose/explain.ts';
import { remedyNames } from '../../../src/diagnose/remedies/index.ts';
import { SYMPTOMS } from '../../../src/diagnose/symptoms/index.ts';
import { situations } from '../../netlab/situations.ts';
import { ROWS } from './rows/index.ts';

const CHECKS = join(import.meta.dirname, '../../netlab/checks');

/** The causes that have an independent check: its Python function is named like the code. */
function checkedCodes(): string[] {
  return readdirSync(CHECKS)
    .filter((name) => name.endsWith('.py'))
    .flatMap((name) => [
      ...readFileSync(join(CHECKS, name), 'utf8').matchAll(/^@check\ndef (\w+)\(/gm),
    ])
    .map(([, name = '']) => name.replaceAll('_', '-'));
}

/** The symptoms that speak for or against some cause. */
function usedSymptoms(): Set<string> {
  return new Set(
    CAUSES.flatMap(({ patterns }) => patterns).flatMap(({ needs, unless = [], and = {} }) => [
      ...needs,
      ...unless,
      ...Object.keys(and),
    ]),
  );
}

describe('a cause is complete', () => {
  const rows = new Set(ROWS.map(({ code }) => code));
  const played = new Set(situations.map(({ code }) => code));
  const checked = new Set(checkedCodes());
  for (const code of causeCodes())
    it(`${code} has a row, a situation and an independent check`, () => {
      const missing = [
        ...(rows.has(code) ? [] : ['a row in test/unit/diagnose/rows']),
        ...(played.has(code) ? [] : ['a situation in test/netlab/situations']),
        ...(checked.has(code) ? [] : ['a function in test/netlab/checks']),
      ];
      expect(missing, code).to.deep.equal([]);
    });

  it('has a plain sentence for people, and no sentence is left over', () => {
    expect(Object.keys(NOTICES).sort()).to.deep.equal([...causeCodes()].sort());
  });

  it('brings only such about as exist', () => {
    const codes = CAUSES.flatMap(({ bringsAbout = [] }) => bringsAbout);
    expect(codes.filter((code) => !causeCodes().includes(code))).to.deep.equal([]);
  });

  it('has rivals that exist', () => {
    expect(RIVAL_CODES.filter((code) => !causeCodes().includes(code))).to.deep.equal([]);
  });

  it('has a code of its own', () => {
    expect(new Set(causeCodes())).to.have.length(causeCodes().length);
  });
});

describe('the tables of a diagnosis', () => {
  const known = [...causeCodes(), 'healthy'];

  it('have no row, situation or check for a cause that does not exist', () => {
    const codes = [
      ...ROWS.map(({ code }) => code),
      ...situations.flatMap(({ code, also = [] }) => [code, ...also]),
      ...checkedCodes(),
    ];
    expect(codes.filter((code) => !known.includes(code))).to.deep.equal([]);
  });

  it('have a situation that is healthy, with a check', () => {
    expect(situations.map(({ code }) => code)).to.include('healthy');
    expect(checkedCodes()).to.include('healthy');
  });

  it('have no symptom that no cause uses', () => {
    const used = usedSymptoms();
    expect(Object.keys(SYMPTOMS).filter((name) => !used.has(name))).to.deep.equal([]);
  });

  it('have no remedy that no cause names', () => {
    const named = new Set<string>(CAUSES.flatMap(({ remedies }) => remedies));
    expect(remedyNames().filter((name) => !named.has(name))).to.deep.equal([]);
  });
});
