import { expect } from 'chai';
import { basename } from 'node:path';
import { loadScenarios } from '../../../src/scenario/load.ts';
import { ScriptError, ScriptFileError } from '../../../src/scenario/script-errors.ts';
import { catalogue, loadTexts } from '../../support/scripts.ts';

/** `line:column reason` of each problem. */
function problems(...scripts: (string | Buffer)[]): string[] {
  const texts = Object.fromEntries(scripts.map((text, index) => [`${index}.yaml`, text]));
  try {
    loadTexts(texts);
    return [];
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    return error.problems.map(
      ({ file, position, reason }) =>
        `${basename(file)}:${position.line}:${position.column} ${reason.replace(/\/\S+\//g, '')}`,
    );
  }
}

const head = '- id: a/b\n  title: t\n  covers: [RFC959-4.2-FMT-1]\n';
const steps = (...lines: string[]): string =>
  `${head}  steps:\n${lines.map((l) => `    ${l}\n`).join('')}`;

const TABLE: readonly (readonly [what: string, script: string | Buffer, ...expected: string[]])[] =
  [
    ['nothing, in a script that is well', steps('- send: NOOP', '  expect: 200')],
    [
      'a failure that no MUST asks for',
      steps('- send: NOOP', '  expect: { pass: 200, fail: 500 }', '- fail: no').replace(
        'RFC959-4.2-FMT-1',
        'PRACTICE-DUAL-1',
      ),
      '0.yaml:5:7 a/b covers no MUST that binds, so that no step can say "fail"',
      '0.yaml:7:7 a/b covers no MUST that binds, so that no step can say "fail"',
    ],
    [
      'a check that fails by the word of an informational RFC',
      steps('- check: ${host}', '  equals: x', '  otherwise: fail').replace(
        'RFC959-4.2-FMT-1',
        'RFC2577-5-LIMIT-2',
      ),
      '0.yaml:5:7 a/b covers no MUST that binds, so that no step can say "fail"',
    ],
    [
      'a level above what is covered',
      steps('- send: NOOP')
        .replace('RFC959-4.2-FMT-1', 'RFC2577-3-BOUNCE-2')
        .replace('  steps', '  level: MUST\n  steps'),
      '0.yaml:3:11 a/b covers no MUST that binds, so that its level cannot be MUST',
    ],
    [
      'nothing, in a failure of a MUST that is not the main requirement',
      steps('- send: NOOP', '  expect: { pass: 200, fail: 500 }').replace(
        '[RFC959-4.2-FMT-1]',
        '[PRACTICE-DUAL-1, RFC959-4.2-FMT-1]',
      ),
    ],
    ['an empty file', '', '0.yaml:1:1 a script is a list of scenarios'],
    ['a mapping instead of a list', 'id: a/b\n', '0.yaml:1:1 a script is a list of scenarios'],
    ['a text instead of a scenario', '- hello\n', '0.yaml:1:3 a mapping belongs here, not text'],
    [
      'a level that does not exist',
      steps('- send: NOOP').replace('  steps', '  level: must\n  steps'),
      '0.yaml:4:10 "must" is not known here; did you mean MUST?',
    ],
    [
      'a verb that is misspelt beside "expect"',
      steps('- sned: PWD', '  expect: 257'),
      '0.yaml:5:7 unknown verb "sned"; did you mean "send"?',
    ],
    [
      'a comparison with nothing',
      steps('- check: ${host}', '- if: ${host}', '  then: [{ send: NOOP }]'),
      '0.yaml:5:7 "check" compares with nothing; add one of equals, differs-from, one-of, matches, does-not-match, starts-with, ends-with, contains, does-not-contain, at-least, at-most, within-of',
      '0.yaml:6:7 "if" compares with nothing; add one of equals, differs-from, one-of, matches, does-not-match, starts-with, ends-with, contains, does-not-contain, at-least, at-most, within-of',
    ],
    [
      'regular expressions that nobody could read in a report',
      steps('- check: ${host}', '  matches: ^a', '- check: ${host}', '  does-not-match: ^a'),
      '0.yaml:5:7 "matches" is no words for reports; add "because", which says what holds',
      '0.yaml:7:7 "does-not-match" is no words for reports; add "because", which says what holds',
    ],
    [
      'regular expressions of a reply that nobody could read in a report',
      steps('- expect: { text: ^a }', '- in-order: [200, { not-text: ^a, warn-text: ^b }]'),
      '0.yaml:5:7 "text" is no words for reports; add "because", which says what holds',
      '0.yaml:6:7 "not-text" is no words for reports; add "because", which says what holds',
      '0.yaml:6:7 "warn-text" is no words for reports; add "because", which says what holds',
    ],
    [
      'nothing, where a regular expression has its words, or only decides',
      steps(
        '- check: ${host}',
        '  matches: ^a',
        '  because: it begins with a',
        '- if: ${host}',
        '  matches: ^a',
        '  then: [{ send: NOOP }]',
      ),
    ],
    ['steps without one', `${head}  steps: []\n`, '0.yaml:4:10 a list of at least 1 belongs here'],
    [
      'a code that is none',
      steps('- send: NOOP', '  expect: 2000'),
      '0.yaml:6:15 a number of at most 699 belongs here',
    ],
    ['nothing, behind a byte order mark', `\ufeff${steps('- send: NOOP', '  expect: 200')}`],
    [
      'two documents',
      `${steps('- send: NOOP')}---\n${steps('- send: NOOP')}`,
      '0.yaml:6:1 a script is one YAML document; put these scenarios into a file of their own',
    ],
    [
      'an alias without an anchor',
      `${head}  steps: *none\n`,
      '0.yaml:4:10 no anchor &none stands before this alias',
    ],
    [
      'letters that are not UTF-8',
      Buffer.from(steps('- send: NO\xd6P'), 'latin1'),
      '0.yaml:5:15 this is not UTF-8, as scripts have to be',
    ],
    [
      'a key that is missing',
      '- id: a/b\n  covers: [RFC959-4.2-FMT-1]\n  steps:\n    - send: NOOP\n',
      '0.yaml:1:3 "title" is missing (text)',
    ],
    [
      'an unknown key of a scenario',
      steps('- send: NOOP').replace('title', 'tilte'),
      '0.yaml:1:3 "title" is missing (text)',
      '0.yaml:2:3 unknown key "tilte"; did you mean "title"?',
    ],
    [
      'an unknown verb',
      steps('- sned: NOOP'),
      '0.yaml:5:7 unknown verb "sned"; did you mean "send"?',
    ],
    [
      'two verbs',
      steps('- send: NOOP', '  dial: x'),
      '0.yaml:5:7 a step has one verb, this one has send and dial',
    ],
    [
      'an unknown key of a step',
      steps('- send: NOOP', '  expcet: 200'),
      '0.yaml:6:7 unknown key "expcet" of "send"; did you mean "expect"?',
    ],
    [
      'a step that is a text',
      steps('- NOOP'),
      '0.yaml:5:7 a step is a mapping with a verb, such as "send: NOOP"',
    ],
    [
      'a wrong type',
      steps('- repeat: three', '  steps: [{ send: NOOP }]'),
      '0.yaml:5:15 a number belongs here, not text',
    ],
    [
      'a wrong type deep inside',
      steps('- repeat: 2', '  steps:', '    - send: NOOP', '      expect: { pass: [x] }'),
      '0.yaml:8:28 a code is three digits, or 2yz, 50z',
    ],
    ['a time without a unit', steps('- pause: 5'), '0.yaml:5:14 text belongs here, not a number'],
    [
      'a bad id',
      steps('- send: NOOP').replace('a/b', 'A/b'),
      '0.yaml:1:7 an id is suite/name in small letters, digits and hyphens',
    ],
    [
      'a requirement that does not exist',
      steps('- send: NOOP').replace('FMT-1', 'FMT-99'),
      '0.yaml:3:11 there is no requirement RFC959-4.2-FMT-99; did you mean RFC959-4.2-FMT-1?',
    ],
    [
      'a ruling that does not exist',
      steps('- send: NOOP', '  expect: { pass: 200, cite: R99 }'),
      '0.yaml:5:7 there is no ruling R99',
    ],
    [
      'a ruling of another form',
      steps('- send: NOOP', '  expect: { pass: 200, cite: X1 }'),
      '0.yaml:6:34 a ruling is R and two digits',
    ],
    [
      'a name that no step defines',
      steps('- send: RETR ${x}'),
      '0.yaml:5:7 ${x} is not defined by any step of this scenario',
    ],
    [
      'a name that needs what is not stated',
      steps('- send: RETR ${file}'),
      '0.yaml:5:7 ${file} needs "existing-file", which the scenario does not state',
    ],
    [
      'active mode without its need',
      steps('- data: port'),
      '0.yaml:5:7 active mode needs "port-bind", which the scenario does not state',
    ],
    [
      'an active download without its need',
      steps('- download: LIST', '  via: active'),
      '0.yaml:5:7 active mode needs "port-bind", which the scenario does not state',
    ],
    [
      'a line end in a command',
      steps('- send: "NOOP\\r\\n"'),
      '0.yaml:5:7 a command has no line end of its own; use "raw" for such bytes',
    ],
    [
      'a risk that is declared too low',
      steps('- send: DELE x').replace('  steps', '  needs: [login]\n  risk: safe\n  steps'),
      '0.yaml:1:3 a/b declares the risk safe, but its steps are writes',
    ],
    [
      'an id that is taken in the same file',
      steps('- send: NOOP') + steps('- send: NOOP'),
      '0.yaml:6:3 the id a/b is taken at 0.yaml:1',
    ],
    [
      'several problems, all of them',
      steps('- sned: NOOP', '- send: NOOP', '  expcet: 1'),
      '0.yaml:5:7 unknown verb "sned"; did you mean "send"?',
      '0.yaml:7:7 unknown key "expcet" of "send"; did you mean "expect"?',
    ],
  ];

describe('loading scripts', () => {
  for (const [what, script, ...expected] of TABLE)
    it(`finds ${what}`, () => expect(problems(script)).to.deep.equal(expected));

  for (const [what, script, place] of [
    ['quotes that do not end', steps('- send: "NOOP'), /^0\.yaml:\d+:\d+ this is not YAML: /],
    [
      'tabs for indentation',
      `${head}  steps:\n\t- send: NOOP\n`,
      /^0\.yaml:5:\d+ this is not YAML: .*[Tt]ab/,
    ],
    [
      'a key that stands twice',
      steps('- send: A', '  send: B'),
      /^0\.yaml:6:7 this is not YAML: .*unique/,
    ],
  ] as const)
    it(`finds ${what}`, () => {
      const found = problems(script);
      expect(found).to.not.be.empty;
      expect(found[0]).to.match(place);
    });

  for (const [key, step] of [
    ['text', "- send: NOOP\n  expect: { pass: 200, text: '(', because: it is there }"],
    ['not-text', "- expect: { pass: 200, not-text: '(', because: it is not there }"],
    ['warn-text', "- in-order: [200, { pass: 200, warn-text: '(', because: it is there }]"],
    ['text', "- download: LIST\n  preliminary: { pass: 150, text: '(', because: it is there }"],
    ['matches', "- check: ${user}\n  matches: '('\n  because: it is there"],
    ['does-not-match', "- if: ${user}\n  does-not-match: '('\n  then: [{ send: NOOP }]"],
  ] as const)
    it(`finds a regular expression that does not compile in ${step.split('\n', 1)[0] ?? ''}`, () => {
      const found = problems(steps(...step.split('\n')));
      expect(found).to.have.length(1);
      expect(found[0]).to.match(new RegExp(`^0.yaml:5:7 "${key}" is no regular expression`));
    });

  it('finds an id that another file has', () =>
    expect(problems(steps('- send: NOOP'), steps('- send: NOOP'))).to.deep.equal([
      '1.yaml:1:3 the id a/b is taken at 0.yaml:1',
    ]));

  it('shows the line before, the line, and a caret below what is wrong', () => {
    const script = steps('- send: NOOP', '  expcet: 200');
    try {
      loadTexts({ 'a.yaml': script });
      expect.fail('it loaded');
    } catch (error) {
      expect((error as ScriptError).problems[0]?.excerpt).to.equal(
        '5 |     - send: NOOP\n6 |       expcet: 200\n  |       ^',
      );
      expect((error as ScriptError).message).to.match(/a\.yaml:6:7: unknown key/);
    }
  });

  it('says which file or folder cannot be read', () => {
    expect(() => loadScenarios(['/no/such/folder'], catalogue)).to.throw(
      ScriptFileError,
      'cannot read the scripts at /no/such/folder (ENOENT)',
    );
  });

  it('knows which scenarios exist to wait: those that say so, or do nothing for more than 10 s', () => {
    const [first, second, third] = [
      steps('- pause: 6s', '- repeat: 2', '  steps: [{ silence: 4500ms }]'),
      steps('- pause: 6s'),
      steps('- pause: 6s').replace('  steps', '  waits: true\n  steps'),
    ].map((script) => loadTexts({ 'a.yaml': script })[0]?.waits);
    expect([first, second, third]).to.deep.equal([true, false, true]);
  });

  it('gives a scenario suite, level, risk and its place', () => {
    const [scenario] = loadTexts({ 'a.yaml': `# first\n${steps('- send: NOOP')}` });
    expect(scenario).to.include({ id: 'a/b', suite: 'a', level: 'MUST', risk: 'safe' });
    expect(scenario?.source.position(scenario)).to.deep.equal({ line: 2, column: 3 });
    const [step] = scenario?.steps ?? [];
    expect(step && scenario?.source.position(step)).to.deep.equal({ line: 6, column: 7 });
    expect(step && scenario?.source.text(step)).to.equal('    - send: NOOP');
  });
});
