import { expect } from 'chai';
import { ACCOUNT } from './account.ts';
import type { Behaviour } from './behaviour.ts';
import { complaints } from './checks.ts';
import type { Played } from './drive.ts';

const FINE: Played = {
  drive: { command: 'run', args: ['--suite', 'session'] },
  status: 1,
  signal: null,
  boundSeconds: 120,
  overdue: false,
  seconds: 3,
  peak: 120,
  console: 'ftpspec ✗ session/quit\n    "599 x ::warning::EVIL"\n',
  consoleBytes: 50,
  junit:
    '<testsuites><testsuite><testcase><failure>no</failure></testcase></testsuite></testsuites>',
  json: '{"runs":[]}',
  server: { commands: 9, strayed: [], left: [] },
};
const BEHAVIOUR: Behaviour = { id: 'any', title: 'Any', drives: [FINE.drive] };
const { password } = ACCOUNT;
const everyByte = [...Buffer.from(password)].map((byte) => `%${byte.toString(16)}`).join('');

/** What is different, and the complaint that has to come of it. */
const WRONG: readonly (readonly [string, Partial<Played>, RegExp])[] = [
  ['has no end', { overdue: true, status: null, signal: 'SIGKILL' }, /^had no end within 120 s$/],
  ['aborts', { status: 134 }, /^ended by status 134$/],
  ['is killed', { status: null, signal: 'SIGSEGV' }, /^ended by SIGSEGV$/],
  ['is interrupted by nobody', { status: 130 }, /^ended by status 130$/],
  [
    'has an internal error',
    { console: 'ftpspec: internal error, please report it\nRangeError: no\n' },
    /^internal error \(RangeError: no\)$/,
  ],
  ['shows a stack', { console: 'x\n    at Run.all (file:///a/b.js:3:14)\n' }, /stack trace/],
  ['reports a stack', { json: '"x\n    at file:///a/b.js:3:14\n"' }, /stack trace/],
  ['warns as Node does', { console: '(node:12) Warning: many listeners\n' }, /warning of Node/],
  ['takes much memory', { peak: 251 }, /^251 MB of 250 MB of memory$/],
  ['writes no junit.xml', { junit: undefined }, /^no junit.xml$/],
  ['writes half a junit.xml', { junit: '<testsuites><failure>' }, /not well-formed/],
  ['writes half a results.json', { json: '{"runs":[' }, /cannot be read/],
  ['is green though incomplete', { status: 3, junit: '<testsuites tests="0"/>' }, /green junit/],
  ['prints without end', { consoleBytes: 9e6 }, /^the console has 8.6 MB$/],
  ['shows the password', { console: `"530 ${password}"` }, /^the password in the console$/],
  ['shows it percent-encoded', { console: everyByte.toUpperCase() }, /the password in the console/],
  ['shows some of it percent-encoded', { console: 'Sesam%2f%c3%B6ffne+Dich%217' }, /the password/],
  [
    'shows it in Base64',
    { json: `"${Buffer.from(password).toString('base64')}"` },
    /^the password in results.json$/,
  ],
  ['shows it as JSON', { json: '"Sesam/\\u00f6ffne+Dich!7"' }, /^the password in results.json$/],
  ['shows it as XML', { junit: '<failure>Sesam&#x2F;öffne&#x2b;Dich!7</failure>' }, /the password/],
  ['lets a terminal sequence out', { console: 'a\x1b[2Jb' }, /^U\+001b in the console$/],
  ['lets an override out', { json: '"\u202e"' }, /^U\+202e in results.json$/],
  ['lets CR out', { console: 'a\rb' }, /^U\+000d in the console$/],
  ['lets markup out', { junit: '<failure><evil/></failure>' }, /^markup in junit.xml$/],
  ['begins a line with a command', { console: 'a\n   ::error::EVIL' }, /^a workflow command/],
  ['has a command of the old form', { console: 'a ##[error]EVIL' }, /^a workflow command/],
  ['ends TAP', { console: 'ok 1\n  Bail out! EVIL\n' }, /^a directive of TAP$/],
  [
    'deletes what is not its own',
    { server: { ...FINE.server, strayed: ['remove /home/u/keep.txt'] } },
    /^files of the user: remove \/home\/u\/keep.txt$/,
  ],
  [
    'leaves its own',
    { server: { ...FINE.server, left: ['/home/u/ftpspec-1'] } },
    /^1 names of its own/,
  ],
];

describe('what is checked of a play', () => {
  it('is all right where everything is', () => {
    expect(complaints(FINE, BEHAVIOUR)).to.deep.equal([]);
  });

  for (const [what, change, complaint] of WRONG)
    it(`a command that ${what} is seen`, () => {
      const found = complaints({ ...FINE, ...change }, BEHAVIOUR);
      expect(
        found.some((one) => complaint.test(one)),
        found.join('; '),
      ).to.be.true;
    });

  it('annotations are wanted where the reporter for GitHub was, commands of a server are not', () => {
    const drive = { command: 'run', args: ['--reporter', 'github'] } as const;
    const wanted = '::error file=a.yaml,line=3,title=a::"::error::EVIL"\n';
    expect(complaints({ ...FINE, drive, console: wanted }, BEHAVIOUR)).to.deep.equal([]);
    const unwanted = { ...FINE, drive, console: `${wanted}::error::EVIL\n` };
    expect(complaints(unwanted, BEHAVIOUR)).to.deep.equal(['a workflow command: ::error::EVIL']);
  });

  it('what a server does not let go may stay', () => {
    const server = { ...FINE.server, left: ['/home/u/ftpspec-1'] };
    expect(complaints({ ...FINE, server }, { ...BEHAVIOUR, leaves: 'it is dead' })).to.deep.equal(
      [],
    );
  });
});
