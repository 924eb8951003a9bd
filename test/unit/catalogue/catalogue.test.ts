import { expect } from 'chai';
import { loadCatalogue } from '../../../src/catalogue/index.ts';
import { judgeCode, type ReplyTable } from '../../../src/catalogue/replies.ts';
import { parseOutOfReach } from '../../../src/catalogue/out-of-reach.ts';
import { LEVELS, parseRequirements } from '../../../src/catalogue/requirements.ts';

describe('the catalogue', () => {
  const catalogue = loadCatalogue();

  it('has every requirement whole', () => {
    expect(catalogue.requirements.size).to.be.greaterThan(600);
    for (const { id, rfc, section, level, text, check } of catalogue.requirements.values()) {
      expect(id).to.match(/^[A-Z0-9][A-Za-z0-9.-]+$/);
      expect(LEVELS).to.include(level);
      for (const cell of [rfc, section, text, check]) expect(cell, id).to.not.equal('');
    }
  });

  it('has every ruling whole, and the reply table cites only those', () => {
    for (const [id, { title, text, ruling }] of catalogue.rulings) {
      expect(id).to.match(/^R\d\d$/);
      for (const part of [title, text, ruling]) expect(part, id).to.be.a('string').and.not.empty;
    }
    for (const [verb, { rulings }] of Object.entries(catalogue.replies))
      for (const id of rulings) expect(catalogue.rulings.has(id), `${verb}: ${id}`).to.equal(true);
  });

  it('has only codes of three digits in its reply table', () => {
    for (const [verb, row] of Object.entries(catalogue.replies))
      for (const [key, codes] of Object.entries(row) as [string, unknown][])
        if (Array.isArray(codes) && key !== 'rulings')
          for (const code of codes) expect(code, `${verb} ${key}`).to.match(/^[1-6]\d\d$/);
  });
});

describe('reading requirements', () => {
  const header = 'id\trfc\tsection\tarea\tlevel\ttext\tcheck\tneeds\trisk\n';
  const row = 'A-1\tRFC959\t4.2\treplies\tMUST\tText.\tCheck.\tlogin\tsafe\n';

  it('takes the rows after the header', () =>
    expect(parseRequirements(header + row, 'requirements.tsv').get('A-1')).to.include({
      rfc: 'RFC959',
      section: '4.2',
      level: 'MUST',
    }));

  for (const [what, rows, line] of [
    ['a row of eight columns', row + row.replace('A-1', 'A-2').replace('\tsafe', ''), 3],
    ['a level that there is not', row.replace('MUST', 'OUGHT'), 2],
    ['an id that is taken', row + row, 3],
  ] as const)
    it(`names the line of ${what}`, () =>
      expect(() => parseRequirements(header + rows, 'requirements.tsv')).to.throw(
        `requirements.tsv:${line}:`,
      ));
});

describe('reading what is out of reach', () => {
  const { requirements } = loadCatalogue();
  const row = 'RFC959-4.2-EOL-1\tIt is far.\n';

  it('takes the rows after the header', () =>
    expect([
      ...parseOutOfReach(`id\treason\n${row}`, 'out-of-reach.tsv', requirements),
    ]).to.deep.equal([['RFC959-4.2-EOL-1', 'It is far.']]));

  for (const [what, rows, line] of [
    ['a row without a reason', `${row}RFC959-4.2-FMT-1\n`, 3],
    ['an id that there is not', 'RFC1-1\tIt is far.\n', 2],
    ['an id that is there twice', row + row, 3],
  ] as const)
    it(`names the line of ${what}`, () =>
      expect(() =>
        parseOutOfReach(`id\treason\n${rows}`, 'out-of-reach.tsv', requirements),
      ).to.throw(`out-of-reach.tsv:${line}:`));
});

describe('judging a code', () => {
  const none = { intermediate: [], rulings: [], amended: [], tolerated: [] };
  const table: ReplyTable = {
    RETR: {
      ...none,
      rfc: 'x',
      preliminary: ['150'],
      optionalPreliminary: ['110'],
      success: ['226'],
      failureAfterPreliminary: ['426'],
      failure: ['550'],
      amended: ['534'],
      tolerated: ['503'],
    },
    USER: {
      ...none,
      rfc: 'x',
      preliminary: [],
      success: ['230'],
      intermediate: ['331'],
      failure: [],
    },
  };

  for (const [row, code, after1yz, verdict] of [
    ['RETR', 150, false, 'allowed'],
    ['RETR', 110, true, 'allowed'],
    ['RETR', 125, false, 'forbidden'],
    ['RETR', 226, true, 'allowed'],
    ['RETR', 550, false, 'allowed'],
    ['RETR', 534, false, 'allowed'],
    ['RETR', 503, false, 'tolerated'],
    ['RETR', 426, true, 'allowed'],
    ['RETR', 426, false, 'forbidden'],
    ['RETR', 550, true, 'tolerated'],
    ['RETR', 452, true, 'tolerated'],
    ['RETR', 257, true, 'forbidden'],
    ['RETR', 331, true, 'forbidden'],
    ['RETR', 421, true, 'allowed'],
    ['USER', 331, false, 'allowed'],
    ['USER', 500, false, 'allowed'],
    ['USER', 530, false, 'allowed'],
    ['USER', 550, false, 'forbidden'],
    ['XFOO', 299, false, 'unknown'],
  ] as const)
    it(`${code} to ${row}${after1yz ? ' after a 1yz' : ''} is ${verdict}`, () =>
      expect(judgeCode(table, row, code, after1yz)).to.equal(verdict));
});
