import { expect } from 'chai';
import { loadCatalogue } from '../../../src/catalogue/index.ts';
import { type Level, LEVELS } from '../../../src/catalogue/requirements.ts';
import { judgeRecords, RULES } from '../../../src/rules/index.ts';
import type { DataEvent } from '../../../src/client/records.ts';
import { records, type Written } from './dialogues.ts';

const catalogue = loadCatalogue();

const accepted = (host: string, port: number): DataEvent => ({
  kind: 'accepted',
  from: { host, port },
  control: { host: '192.0.2.1', port: 21 },
  dataPort: 20,
});
const received = (closeNotify: boolean | undefined): DataEvent => ({
  kind: 'received',
  size: 10,
  ending: { how: 'fin', code: undefined, closeNotify },
});

/** Dialogues that a rule has nothing against, and those that break it, with what the violation says. */
const CASES: Readonly<
  Record<
    string,
    {
      readonly holds: readonly Written[];
      /** nothing that the rule could judge */
      readonly silent?: readonly Written[];
      readonly broken: readonly (Written & { says: RegExp; severity?: 'warn' })[];
    }
  >
> = {
  'rules/line-ends': {
    holds: [{ lines: ['< 220-A', '< B', '< 220 C'] }],
    broken: [
      { lines: ['<< 220 A\n'], says: /220 A\\n/ },
      { lines: ['< 220-A', '<< B\n', '< 220 C'], says: /"B\\n"/ },
    ],
  },
  'rules/reply-form': {
    holds: [{ lines: ['< 220 A', '> MLST', '< 250'] }],
    broken: [
      { lines: ['< Hello'], says: /Hello/ },
      { lines: ['< 220 A', '> NOOP', '< 200\tA'], says: /200\\tA/ },
      { lines: ['< 220 A', '<< \r\n'], says: /"\\r\\n"/ },
    ],
  },
  'rules/reply-text': {
    holds: [{ lines: ['< 220 A', '> MLST', '< 250', '> HOST a', '< 220'] }],
    broken: [{ lines: ['< 220 A', '> NOOP', '< 200'], says: /"200\\r\\n"/ }],
  },
  'rules/code-digits': {
    holds: [{ lines: ['< 220 A', '> CONF x', '< 633 A', '> AUTH TLS', '< 334 A'] }],
    broken: [
      { lines: ['< 220 A', '> NOOP', '< 700 A'], says: /700 A/ },
      { lines: ['< 220 A', '> NOOP', '< 290 A'], says: /290 A/ },
    ],
  },
  'rules/multi-line-end': {
    holds: [{ lines: ['< 220 A', '> FEAT', '< 211-A', '< 211 B'] }],
    broken: [{ lines: ['< 220 A', '> FEAT', '< 211-A', '<  SIZE'], says: /behind "211-"/ }],
  },
  'rules/multi-line-interior': {
    holds: [
      { lines: ['< 220-A', '< 220-B', '< 220 C'] },
      { lines: ['< 220-A', '<  230-B', '< 2300 x', '< 220 C'] },
    ],
    broken: [
      { lines: ['< 220-A', '< 230-B', '< 220 C'], says: /230-B/ },
      { lines: ['< 220-A', '< 230 B', '< 220 C'], says: /230 B/, severity: 'warn' },
    ],
  },
  'rules/telnet-bytes': {
    holds: [{ lines: ['< 220 A\xff\xff', '<< \xff\xf1220 B\r\n'] }],
    broken: [{ lines: ['< 220 A\xffB'], says: /\\xffB/ }],
  },
  'rules/size-and-time-form': {
    holds: [
      { lines: ['< 220 A', '> SIZE a', '< 213 20'] },
      { lines: ['< 220 A', '> MDTM a', '< 213 20240101000000.5', '> STAT a', '< 213 any text'] },
    ],
    broken: [
      { lines: ['< 220 A', '> SIZE a', '< 213 20 bytes'], says: /20 bytes/ },
      { lines: ['< 220 A', '> MDTM a', '< 213 2024-01-01'], says: /2024-01-01/ },
      { lines: ['< 220 A', '> SIZE a', '< 213-20', '< 213 20'], says: /213-20/ },
    ],
  },
  'rules/codes-for-command': {
    holds: [
      { lines: ['< 120 soon', '< 220 A', '> USER a', '< 331 A', '> PASS a', '< 230 A'] },
      { lines: ['< 220 A', '> RETR a', '< 150 A', '< 426 A', '> XSTRANGE', '< 299 A'] },
      { lines: ['< 220 A', '> EPSV ALL', '< 200 A'] },
    ],
    broken: [
      { lines: ['< 230 A'], says: /230 A/ },
      { lines: ['< 220 A', '> NOOP', '< 250 A'], says: /250 A/ },
      { lines: ['< 220 A', '> RETR a', '< 150 A', '< 550 A'], says: /550 A/, severity: 'warn' },
      { lines: ['< 220 A', '> EPSV', '< 200 A'], says: /200 A/ },
      { lines: ['< 220 A', '> CWD a', '< 503 A'], says: /503 A/, severity: 'warn' },
      { lines: ['< 220 A', '> LIST a', '< 451 A'], says: /451 A/, severity: 'warn' },
      { lines: ['< 220 A', '> CWD a', '< 554 A'], says: /554 A/ },
    ],
  },
  'rules/single-step': {
    holds: [{ lines: ['< 220 A', '> NOOP', '< 200 A', '> RNFR a', '< 350 A'] }],
    broken: [
      { lines: ['< 220 A', '> NOOP', '< 150 A', '< 200 B'], says: /150 A/ },
      { lines: ['< 220 A', '> CWD a', '< 350 A'], says: /350 A/ },
    ],
  },
  'rules/defined-codes': {
    holds: [{ lines: ['< 220 A', '> NOOP', '< 200 A'] }],
    broken: [{ lines: ['< 220 A', '> NOOP', '< 299 A'], says: /299 A/ }],
  },
  'rules/no-markers-in-stream': {
    holds: [{ lines: ['< 220 A', '> RETR a', '< 150 A', '< 226 A'] }],
    silent: [
      { lines: ['< 220 A', '> MODE B', '< 200 A', '> RETR a', '< 150 A', '< 110 A', '< 226 A'] },
    ],
    broken: [{ lines: ['< 220 A', '> RETR a', '< 150 A', '< 110 A', '< 226 A'], says: /110 A/ }],
  },
  'rules/pasv-endpoint': {
    holds: [{ lines: ['< 220 A', '> PASV', '< 227 (127,0,0,1,4,5)'] }],
    broken: [
      { lines: ['< 220 A', '> PASV', '< 227 Ok'], says: /227 Ok/ },
      { lines: ['< 220 A', '> PASV', '< 227 (127,0,0,1,0,0)'], says: /127,0,0,1,0,0/ },
    ],
  },
  'rules/epsv-port': {
    holds: [{ lines: ['< 220 A', '> EPSV', '< 229 (|||21|)'] }],
    silent: [{ lines: ['< 220 A', '> EPSV ALL', '< 229 A'] }],
    broken: [{ lines: ['< 220 A', '> EPSV', '< 229 |||21|'], says: /229 \|\|\|21/ }],
  },
  'rules/quoted-name': {
    holds: [{ lines: ['< 220 A', '> PWD', '< 257 "/"'] }],
    broken: [{ lines: ['< 220 A', '> PWD', '< 257 /'], says: /257 \// }],
  },
  'rules/one-preliminary': {
    holds: [{ lines: ['< 220 A', '> RETR a', '< 150 A', '< 226 A'] }],
    broken: [
      { lines: ['< 220 A', '> RETR a', '< 125 A', '< 150 B', '< 226 C'], says: /125 A.*150 B/ },
    ],
  },
  'rules/every-command-answered': {
    holds: [
      { lines: ['< 220 A', '> NOOP', '< 200 A', '> QUIT'] },
      { lines: ['< 220 A', '> USER a', '< 530 A', '> USER a'] },
    ],
    silent: [
      { lines: ['< 220 A', '> NOOP'], unfinished: true },
      { lines: ['< 220 A', 'raw NO', '> OP'] },
    ],
    broken: [
      { lines: ['< 220 A', '> NOOP', '> QUIT', '< 221 B'], says: /no reply/ },
      { lines: ['< 220 A', '> RETR a', '< 150 A', '> QUIT', '< 221 B'], says: /only "150 A/ },
    ],
  },
  'rules/no-unsolicited-reply': {
    holds: [{ lines: ['< 220 A', '> NOOP', '< 200 A', '< 421 idle'] }],
    broken: [
      { lines: ['< 220 A', '< 220 B'], says: /220 B.*besides/ },
      { lines: ['< 220 A', '> NOOP', '< 200 A', '< 226 B'], says: /226 B/ },
    ],
  },
  'rules/closed-after-421': {
    holds: [
      { lines: ['< 220 A', '> NOOP', '< 421 A'] },
      { lines: ['< 220 A', '> NOOP', '< 421 A', '> QUIT', 'FIN'] },
    ],
    broken: [
      { lines: ['< 220 A', '< 421 A', '> NOOP', '< 200 B'], says: /200 B/ },
      { lines: ['< 220 A', '> NOOP', '< 421 A', '> QUIT'], says: /it stayed open/ },
    ],
  },
  'rules/active-source-address': {
    holds: [{ lines: [], data: [accepted('192.0.2.1', 20)] }],
    broken: [{ lines: [], data: [accepted('192.0.2.9', 20)], says: /192\.0\.2\.9:20/ }],
  },
  'rules/active-source-port': {
    holds: [{ lines: [], data: [accepted('192.0.2.1', 20)] }],
    broken: [{ lines: [], data: [accepted('192.0.2.1', 4000)], says: /192\.0\.2\.1:4000/ }],
  },
  'rules/close-notify': {
    holds: [{ lines: [], data: [received(true), received(undefined)] }],
    broken: [{ lines: [], data: [received(false)], says: /FIN alone behind 10 bytes/ }],
  },
};

function checksOf(id: string, written: Written) {
  const found = judgeRecords(records(written), catalogue.replies).find(
    ({ rule }) => rule.id === id,
  );
  return found?.checks ?? [];
}

/** How soft a level is. */
const rank = (level: Level): number =>
  LEVELS.findIndex((one) => one === level.replace(/-NOT$/, ''));

describe('the wire rules', () => {
  it('are all tested here, each both ways', () => {
    expect(Object.keys(CASES)).to.have.members(RULES.map(({ id }) => id));
    for (const [id, { holds, broken }] of Object.entries(CASES)) {
      expect(holds, id).to.not.be.empty;
      expect(broken, id).to.not.be.empty;
    }
  });

  it('cover requirements that there are, under the level of one of them or a softer one', () => {
    for (const { id, covers, level } of RULES) {
      const levels = covers.map((one) => catalogue.requirements.get(one)?.level);
      expect(levels, id).to.not.include(undefined);
      const hardest = Math.min(...levels.map((one) => rank(one!)));
      expect(rank(level), `${id}: ${level} for ${levels.join(', ')}`).to.be.at.least(hardest);
    }
  });

  for (const { id, title } of RULES)
    describe(`${id}: ${title}`, () => {
      const { holds = [], silent = [], broken = [] } = CASES[id] ?? {};
      for (const written of silent)
        it(`says nothing about ${describeWritten(written)}`, () =>
          expect(checksOf(id, written)).to.deep.equal([]));

      for (const written of holds)
        it(`holds for ${describeWritten(written)}`, () => {
          const checks = checksOf(id, written);
          expect(checks).to.not.be.empty;
          for (const check of checks) expect(check).to.equal('ok');
        });

      for (const written of broken)
        it(`is broken by ${describeWritten(written)}`, () => {
          const deviations = checksOf(id, written).filter((check) => check !== 'ok');
          expect(deviations).to.have.length(1);
          expect(deviations[0]?.actual).to.match(written.says);
          if (written.severity) expect(deviations[0]?.severity).to.equal(written.severity);
        });
    });
});

function describeWritten({ lines, data = [] }: Written): string {
  return [...lines.map((line) => JSON.stringify(line)), ...data.map(({ kind }) => kind)].join(', ');
}
