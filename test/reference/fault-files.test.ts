import { expect } from 'chai';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataFolder } from '../../src/package/folders.ts';
import { jsonSchema } from '../../src/reference/behaviours/schema.ts';
import { faultsSchema } from '../../src/reference/faults/schema.ts';
import { allFaults, pickFaults } from '../../src/reference/index.ts';
import { withServer } from './raw.ts';

/** What a fault makes of a dialogue: its YAML, then commands and the codes and texts that they draw. */
const DIALOGUES: readonly {
  readonly does: string;
  readonly fault: string;
  readonly send: readonly string[];
  readonly draws: readonly string[];
}[] = [
  {
    does: 'sends another code for one',
    fault: 'replies: { NOOP: { 200: 250 } }',
    send: ['NOOP'],
    draws: ['250 Done.'],
  },
  {
    does: 'leaves other codes and other commands alone',
    fault: 'replies: { NOOP: { 250: 200 } }',
    send: ['NOOP', 'SYST'],
    draws: ['200 Done.', '215 UNIX Type: L8'],
  },
  {
    does: 'sends no reply',
    fault: 'replies: { NOOP: { 200: none } }',
    send: ['NOOP', 'SYST'],
    draws: ['215 UNIX Type: L8'],
  },
  {
    does: 'sends several replies, with texts of their own if it likes',
    fault: 'replies: { NOOP: { 200: [150, { code: 226, text: Over. }] } }',
    send: ['NOOP'],
    draws: ['150 Done.', '226 Over.'],
  },
  {
    does: 'sends another text',
    fault: 'replies: { SYST: { 215: { text: Penguin } } }',
    send: ['SYST'],
    draws: ['215 Penguin'],
  },
  {
    does: 'replaces every match in a text',
    fault: "replies: { SYST: { 215: { replace: '([A-Z])', with: '<$1>' } } }",
    send: ['SYST'],
    draws: ['215 <U><N><I><X> <T>ype: <L>8'],
  },
  {
    does: 'changes the replies to every command but those with an entry of their own',
    fault: "replies: { '*': { 500: 200 }, XYZZY: { 500: 502 } }",
    send: ['PLUGH', 'XYZZY'],
    draws: ['200 The command is not known.', '502 The command is not known.'],
  },
  {
    does: 'answers for a command that does nothing',
    fault: 'stubs: { HELP: 502 }',
    send: ['HELP'],
    draws: ['502 So be it.'],
  },
  {
    does: 'lets a command do nothing and say nothing',
    fault: 'stubs: { HELP: none }',
    send: ['HELP', 'NOOP'],
    draws: ['200 Done.'],
  },
  {
    does: 'answers for some arguments, capitals or not',
    fault: "stubs: { HELP: { argument: '^N', reply: [{ code: 150, text: Well }, 226] } }",
    send: ['HELP noop', 'HELP SYST'],
    draws: ['150 Well', '226 So be it.', '214 Syntax: SYST'],
  },
  {
    does: 'takes quirks and options',
    fault: 'quirks: [noLoginNeeded]\n  options: { passwordAttempts: 1, passwordDelayMs: 0 }',
    send: ['CWD /', 'USER ftpspec', 'PASS wrong'],
    draws: [
      '250 The working directory is /',
      '331 Password, please.',
      '421 Too many wrong passwords; closing.',
    ],
  },
];

/** Files that describe no fault, and what is said of them; `FILE` is the file. */
const MISTAKES: readonly { readonly text: string; readonly says: readonly string[] }[] = [
  { text: 'id: x', says: ['FILE:1:1: a file of faults is a list'] },
  { text: '- 5', says: ['FILE:1:3: a fault is a mapping with id, title and breaks'] },
  { text: '- id: "x\n', says: ['FILE:2:1: this is not YAML: Missing closing "quote'] },
  {
    text: '- { id: x, title: Yes }',
    says: ['FILE:1:3: "breaks" is missing'],
  },
  {
    text: '- id: X\n  title: Y.\n  breaks: []\n  stubs: { NOOP: 502 }',
    says: [
      'FILE:1:7: an id has small letters, digits and hyphens between',
      'FILE:2:10: a title is one sentence without its full stop',
      'FILE:3:11: an entry is missing',
    ],
  },
  {
    text: faultWith('stub: { NOOP: 502 }'),
    says: [
      'FILE:2:9: unknown key "stub"',
      'FILE:1:3: a fault has stubs, replies, lines, quirks or options',
    ],
  },
  {
    text: faultWith('replies: { NOOP: 502 }'),
    says: ['FILE:2:20: replies are given by command and code, such as "NOOP: { 200: 500 }"'],
  },
  {
    text: faultWith('replies: { noop: { 200: 500 } }'),
    says: ['FILE:2:20: a command stands in capitals'],
  },
  {
    text: faultWith('replies:\n    NOOP:\n      200: [{ code: 20 }, { txt: x }]'),
    says: ['FILE:4:21: a reply code of three digits belongs here', 'FILE:4:34: unknown key "txt"'],
  },
  {
    text: faultWith("replies: { NOOP: { 200: { replace: '(' } } }"),
    says: [
      'FILE:2:38: this is no regular expression',
      'FILE:2:27: "replace" and "with" come together',
    ],
  },
  {
    text: faultWith("stubs: { NOOP: { argument: 'x', rply: 502 } }"),
    says: ['FILE:2:18: "reply" is missing', 'FILE:2:41: unknown key "rply"'],
  },
  {
    text: faultWith('quirks: [listensForEver]'),
    says: ['FILE:2:12: there is no quirk "listensForEver"'],
  },
  {
    text: faultWith('options: { maxClients: many }'),
    says: ['FILE:2:26: a whole number from 0 on belongs here'],
  },
  {
    text: faultWith('stubs: *other'),
    says: [
      'FILE:1:1: this is not YAML: Unresolved alias (the anchor must be set before the alias): other',
    ],
  },
];

/** A fault with something on its second line. */
function faultWith(line: string): string {
  return `- id: x\n  ${line}\n  title: Yes\n  breaks: [Z]\n`;
}

describe('a file of faults', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'ftpspec-faults-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  function write(text: string, name = 'own.yaml'): string {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  }

  for (const { does, fault, send, draws } of DIALOGUES)
    it(`${does}: ${fault}`, async () => {
      const file = write(`- id: own\n  title: A fault\n  breaks: [Z]\n  ${fault}\n`);
      const faults = pickFaults(['own'], await allFaults([file]));
      return withServer({ faults }, async (open) => {
        const raw = await open();
        await raw.reply();
        for (const line of send) raw.write(`${line}\r\n`);
        const replies: string[] = [];
        while (replies.length < draws.length) {
          const { lines } = await raw.reply();
          replies.push(...lines.map(({ text }) => text));
        }
        expect(replies).to.deep.equal(draws);
      });
    });

  for (const { text, says } of MISTAKES)
    it(`is refused, with the place: ${says[0] ?? ''}`, async () => {
      const file = write(text);
      const lines = (await mistake(file)).split('\n');
      expect(lines.map((line) => line.replace(file, 'FILE'))).to.deep.equal(says);
    });

  it('is refused where it or its folder cannot be read', async () => {
    const absent = join(folder, 'absent.yaml');
    expect(await mistake(absent)).to.equal(`The faults at ${absent} cannot be read (ENOENT).`);
    const empty = mkdtempSync(join(folder, 'empty-'));
    expect(await mistake(empty)).to.equal(`No faults (*.yaml) are in ${empty}.`);
  });

  it('is refused where an id is taken', async () => {
    const file = write('- id: mkd-200\n  title: A fault\n  breaks: [Z]\n  stubs: { MKD: 200 }\n');
    expect(await mistake(file)).to.equal('There are two faults "mkd-200"; give one another id.');
  });

  it('is checked by editors with the schema that the code has', () => {
    const schema: unknown = JSON.parse(
      readFileSync(join(dataFolder('catalogue'), 'fault.schema.json'), 'utf8'),
    );
    // `npm run --silent faults -- --schema > catalogue/fault.schema.json` writes it anew.
    expect(schema).to.deep.equal(JSON.parse(JSON.stringify(jsonSchema(faultsSchema))));
  });

  it('names its schema in its first line, where it comes with the package', () => {
    const files = readdirSync(dataFolder('faults')).filter((name) => name.endsWith('.yaml'));
    expect(files).to.not.be.empty;
    for (const name of files)
      expect(readFileSync(join(dataFolder('faults'), name), 'utf8').split('\n', 1)[0]).to.equal(
        '# yaml-language-server: $schema=../catalogue/fault.schema.json',
      );
  });
});

/** What is said of a file of faults. */
async function mistake(path: string): Promise<string> {
  try {
    await allFaults([path]);
    return 'nothing';
  } catch (error) {
    expect(error).to.have.property('name', 'ServeError');
    return (error as Error).message;
  }
}
