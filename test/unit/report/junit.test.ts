import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { XMLParser } from 'fast-xml-parser';
import { XmlAttribute, XmlDocument, XmlElement, XsdValidator } from 'libxml2-wasm';
import { dataFolder } from '../../../src/package/folders.ts';
import { renderJUnit, type JUnitOptions } from '../../../src/report/run/junit.ts';
import { oneLine, printable } from '../../../src/report/common/text.ts';
import type { RunResult } from '../../../src/runner/results.ts';
import { failure, mixed, problem, rule, run, scenario } from './fixtures.ts';
import { HOSTILE, randomText } from './output.ts';

/** What readers take and Jenkins' xunit plugin does not: see src/report/common/junit.ts. */
const ADDITIONS = [
  '//testcase/@file',
  '//testcase/@line',
  '//testcase/@timestamp',
  '//testcase/properties',
  '/testsuites/@skipped',
];

// JUNIT_XSD: the path of Jenkins' own schema, to check against the original.
const SCHEMA = process.env.JUNIT_XSD ?? new URL('../../support/junit.xsd', import.meta.url);

/** @throws XmlValidateError that names element and reason */
function validate(xml: string, without: readonly string[] = []): void {
  const schema = XmlDocument.fromBuffer(readFileSync(SCHEMA));
  const validator = XsdValidator.fromDoc(schema);
  const document = XmlDocument.fromString(xml);
  try {
    for (const path of without)
      for (const node of document.find(path))
        if (node instanceof XmlElement || node instanceof XmlAttribute) node.remove();
    validator.validate(document);
  } finally {
    document.dispose();
    validator.dispose();
    schema.dispose();
  }
}

/** The text of what an XPath finds, read by a parser that is not the writer's. */
function read(xml: string, path: string): string[] {
  const document = XmlDocument.fromString(xml);
  try {
    return document
      .find(path)
      .map((node) =>
        node instanceof XmlAttribute ? node.value : node instanceof XmlElement ? node.content : '',
      );
  } finally {
    document.dispose();
  }
}

const byName = (name: string) => `//testcase[@name="${name}"]`;

function render(results: readonly RunResult[], options: JUnitOptions = {}): string {
  const xml = renderJUnit(results, options);
  validate(xml, options.schema === 'xunit' ? [] : ADDITIONS);
  return xml;
}

describe('JUnit report', () => {
  const xml = render([mixed()]);

  it('counts warnings as skipped where that is asked, and says what is wrong', () => {
    const skipped = render([mixed()], { warningsAs: 'skipped' });
    const of = byName('active/port-20');
    expect(read(xml, `${of}/skipped`)).to.deep.equal([]);
    expect(read(skipped, `${of}/skipped/@message`)).to.deep.equal([
      'warning: A second PASV replaces the first listener',
    ]);
    expect(read(skipped, `${of}/skipped`)[0]).to.include('40123');
    expect(
      read(render([mixed()], { warningsAs: 'skipped', strict: true }), `${of}/failure`),
    ).to.have.length(1);
  });

  it('names scripts of the package by where they are in it, whatever folder it is in', () => {
    const at = (file: string) =>
      read(render([run({ scenarios: [scenario({ file })] })]), '//testcase/@file')[0];
    expect(at(join(dataFolder('suites'), 'active.yaml'))).to.equal('ftpspec/suites/active.yaml');
    for (const file of ['suites/active.yaml', '/elsewhere/own.yaml'])
      expect(at(file)).to.equal(file);
  });

  it('has one testcase for each scenario and each rule', () => {
    expect(read(xml, '//testcase/@name')).to.deep.equal([
      'passive/newest-listener-wins',
      'passive/failed',
      'active/port-20',
      'tls/auth',
      'transfer/abort',
      'rules/line-end',
      'rules/one-completion',
    ]);
  });

  it('counts them in each testsuite and over all', () => {
    const report = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '',
      parseAttributeValue: true,
    }).parse(xml) as { testsuites: Counts & { testsuite: (Counts & { name: string })[] } };
    expect(report.testsuites).to.include({ tests: 7, failures: 2, errors: 1, time: 12.345 });
    expect(
      report.testsuites.testsuite.map(({ name, tests, failures, errors, skipped }) =>
        [name.split('.').at(-1), tests, failures, errors, skipped].join(' '),
      ),
    ).to.deep.equal([
      'passive 2 1 0 0',
      'active 1 0 0 0',
      'tls 1 0 0 1',
      'transfer 1 0 1 0',
      'rules 2 1 0 0',
    ]);
  });

  it('has the failure as message and, with requirement, place and command, as content', () => {
    const [message] = read(xml, `${byName('passive/failed')}/failure/@message`);
    expect(message).to.equal(
      'A second PASV replaces the first listener: expected the dial of the first listener is ' +
        'refused or closed, got connected in 3 ms, and the connection stayed open for 2 s',
    );
    const [content] = read(xml, `${byName('passive/failed')}/failure`);
    expect(content)
      .to.include('RFC959-3.2-PASV-15 (section 3.2)')
      .and.include('Ruling:    R41')
      .and.include('Expected:  the dial of the first listener')
      .and.include('Actual:    connected in 3 ms')
      .and.include('suites/passive.yaml:21:13\n    21 |     - dial: $first\n       |             ^')
      .and.include('--id passive/newest-listener-wins');
  });

  it('has the whole transcript of a failure in system-out', () => {
    const transcript = Array.from({ length: 500 }, (_, index) => `  0.001 main > NOOP ${index}`);
    const [output] = read(
      render([run({ scenarios: [failure({ transcript, info: [] })] })]),
      '//testcase/system-out',
    );
    expect(output?.split('\n')).to.deep.equal(transcript);
  });

  it('has a failure for what is left on the target', () => {
    const leftovers = [
      { name: '/ftpspec-1/a', reply: '550 Busy.' },
      { name: '/ftpspec-1', reply: '550 Not empty.' },
    ];
    const text = render([run({ leftovers })]);
    const left = `${byName('run/cleaned-up')}/failure`;
    expect(read(text, `${left}/@message`)).to.deep.equal(['/ftpspec-1 is left on the target']);
    expect(read(text, left)).to.deep.equal(['/ftpspec-1/a: 550 Busy.\n/ftpspec-1: 550 Not empty.']);
  });

  it('says what broke in an error', () => {
    expect(read(xml, `${byName('transfer/abort')}/error/@message`)).to.deep.equal([
      'the set-up could not upload big.bin: 552 Quota exceeded',
    ]);
    expect(read(xml, `${byName('transfer/abort')}/error`)[0]).to.include('Quota exceeded');
  });

  it('has the reason of a skip as message and as content', () => {
    const reason = 'needs TLS, and the server does not offer AUTH TLS';
    expect(read(xml, `${byName('tls/auth')}/skipped/@message`)).to.deep.equal([reason]);
    expect(read(xml, `${byName('tls/auth')}/skipped`)).to.deep.equal([reason]);
  });

  it('has a warning as a pass whose output tells it', () => {
    const warned = byName('active/port-20');
    expect(read(xml, `${warned}/failure | ${warned}/error | ${warned}/skipped`)).to.be.empty;
    expect(read(xml, `${warned}/system-out`)[0])
      .to.include('warn')
      .and.include('port 40123');
    expect(read(xml, `${warned}/properties/property[@name="outcome"]/@value`)).to.eql(['warn']);
  });

  it('has a warning as a failure when it is strict', () => {
    const strict = render([mixed()], { strict: true });
    expect(read(strict, `${byName('active/port-20')}/failure/@message`)[0]).to.include(
      'port 40123',
    );
    expect(read(strict, '/testsuites/@failures')).to.deep.equal(['3']);
  });

  it('tells facts of a pass', () => {
    const fact = 'passive 192.0.2.1:5001: reachable in 3 ms';
    const passed = render([run({ scenarios: [scenario({ info: [fact] })] })]);
    expect(read(passed, '//testcase/system-out')).to.deep.equal([fact]);
  });

  it('names a rule broken, with its violations', () => {
    const broken = byName('rules/one-completion');
    expect(read(xml, `${broken}/failure/@message`)[0]).to.equal(
      'RFC959-4.2-FMT-1: expected one completion, got two: 226, 226 (in transfer/number-0)',
    );
    expect(read(xml, `${broken}/failure`)[0]).to.include('in transfer/number-3\n');
    expect(read(xml, `${broken}/@classname`)[0]).to.match(/\.rules$/);
  });

  it('keeps a rule broken thousands of times short', () => {
    const violation = {
      scenario: 'a/b',
      outcome: 'fail',
      expected: 'CRLF',
      actual: 'LF',
      command: 'NOOP',
    } as const;
    const violations = Array.from({ length: 5000 }, () => violation);
    const broken = render([run({ rules: [rule({ outcome: 'fail', problems: violations })] })]);
    expect(broken.length).to.be.below(20_000);
    expect(read(broken, '//failure')[0]).to.include('and 4950 more');
  });

  it('has requirements, level and risk as properties of the testcase, target and seed of the suite', () => {
    const property = (at: string, name: string) =>
      read(xml, `${at}/properties/property[@name="${name}"]/@value`)[0];
    const failed = byName('passive/failed');
    expect(property(failed, 'requirements')).to.equal('RFC959-3.2-PASV-15');
    expect(property(failed, 'level')).to.equal('MUST');
    expect(property(failed, 'risk')).to.equal('safe');
    expect(property(failed, 'rulings')).to.equal('R41');
    expect(property('//testsuite[1]', 'target')).to.equal('ftp://127.0.0.1:2121');
    expect(property('//testsuite[1]', 'seed')).to.equal('8c1f');
  });

  it('names the script: where it failed, or where the scenario begins', () => {
    const place = (name: string) =>
      [`@file`, `@line`]
        .flatMap((attribute) => read(xml, `${byName(name)}/${attribute}`))
        .join(':');
    expect(place('passive/failed')).to.equal('suites/passive.yaml:21');
    expect(place('passive/newest-listener-wins')).to.equal('suites/passive.yaml:10');
  });

  it('has a stack frame for the reader that takes its place from one', () => {
    const content = read(xml, `${byName('passive/failed')}/failure`)[0] ?? '';
    expect(content.split('\n').at(-1)).to.equal('at suites(passive.yaml:21)');
  });

  const targets: readonly (readonly [target: string, segment: string])[] = [
    ['ftp://ftp.example.org', 'ftp_ftp_example_org'],
    ['ftpes://anna@192.0.2.7:2121/pub', 'ftpes_anna_192_0_2_7_2121_pub'],
    ['ftp://[2001:db8::1]:21', 'ftp_2001_db8_1_21'],
    ['embedded server', 'embedded_server'],
    ['漢', '_'],
  ];
  for (const [target, segment] of targets)
    it(`has a class name of three segments for ${target}`, () => {
      const named = render([run({ label: target, rules: [] })]);
      expect(read(named, '//testcase/@classname')).to.eql([`ftpspec.${segment}.passive`]);
      expect(read(named, '//testsuite/@name')).to.eql([`ftpspec.${segment}.passive`]);
    });

  it('keeps several targets apart, also where their names would become equal', () => {
    const both = render([
      run({ label: 'ftp://a.b' }),
      run({ label: 'ftp://a-b' }),
      run({ label: 'ftp://a_b' }),
    ]);
    const names = read(both, '//testcase').map((_, index) => index);
    const keys = read(both, '//testcase/@classname');
    expect(names).to.have.length(6);
    expect([...new Set(keys)]).to.deep.equal([
      'ftpspec.ftp_a_b.passive',
      'ftpspec.ftp_a_b.rules',
      'ftpspec.ftp_a-b.passive',
      'ftpspec.ftp_a-b.rules',
      'ftpspec.ftp_a_b_2.passive',
      'ftpspec.ftp_a_b_2.rules',
    ]);
    expect(read(both, '/testsuites/@tests')).to.deep.equal(['6']);
  });

  for (const [name, scenarios] of [
    ['a target that could not be reached', []],
    ['a run that was interrupted', [scenario()]],
  ] as const)
    it(`is complete for ${name}`, () => {
      const stopped = 'ftp://192.0.2.1 cannot be reached: timed out after 10 s';
      const ended = render([run({ scenarios, rules: [], stopped })]);
      expect(read(ended, `${byName('run/completed')}/error/@message`)).to.deep.equal([stopped]);
      expect(read(ended, '/testsuites/@errors')).to.deep.equal(['1']);
      expect(read(ended, '/testsuites/@tests')).to.deep.equal([String(scenarios.length + 1)]);
    });

  it('is a valid file where no target was judged', () => {
    expect(read(render([]), '/testsuites/@tests')).to.deep.equal(['0']);
  });

  for (const ms of [0, 0.0001, 0.4, 1, 999.9999, 86_400_000])
    it(`writes ${ms} ms as plain decimal seconds`, () => {
      const timed = render([run({ scenarios: [scenario({ durationMs: ms })], rules: [] })]);
      const [time = ''] = read(timed, '//testcase/@time');
      expect(time).to.match(/^\d+(\.\d+)?$/);
      expect(Number(time)).to.be.closeTo(ms / 1000, 0.0005);
    });

  it('has times with zone', () => {
    expect(read(xml, '//testsuite/@timestamp')[0]).to.equal('2026-01-02T03:04:05.678Z');
  });

  it('is deterministic', () => {
    expect(renderJUnit([mixed()])).to.equal(renderJUnit([mixed()]));
  });

  describe("for Jenkins' xunit plugin", () => {
    const strict = render([mixed()], { schema: 'xunit' });

    it('is valid as it is, which the other is not but for its additions', () => {
      expect(() => validate(strict)).not.to.throw();
      expect(() => validate(xml)).to.throw(/testcase|skipped/);
    });

    it('keeps the properties, in the testsuite', () => {
      const names = read(strict, '//testsuite[1]/properties/property/@name');
      expect(names).to.include('passive/failed requirements').and.include('passive/failed level');
    });

    it('keeps the script, in the testsuite', () => {
      expect(read(strict, '//testsuite[1]/@file')).to.deep.equal(['suites/passive.yaml']);
    });
  });

  describe('with text that means harm', () => {
    const texts = [...HOSTILE, ...Array.from({ length: 30 }, (_, seed) => randomText(seed + 1))];
    for (const [index, text] of texts.entries())
      it(`reads back as it was, replacements apart (${index})`, () => {
        const bad = failure({
          id: `a/${text}`,
          title: text,
          suite: text,
          covers: [text],
          reason: text,
          file: text,
          info: [text],
          transcript: [text],
          rerun: text,
          problems: [
            problem({
              expected: `no ${text}`,
              actual: text,
              ruling: text,
              requirement: { id: text, section: text, text },
              where: { file: text, line: 1, column: 1, excerpt: text },
            }),
          ],
        });
        const result = run({
          target: text,
          server: text,
          seed: text,
          stopped: `stopped: ${text}`,
          scenarios: [
            bad,
            { ...bad, id: `b/${text}`, outcome: 'error' },
            { ...bad, id: `c/${text}`, outcome: 'skip', reason: `no ${text}` },
          ],
        });
        for (const schema of ['readers', 'xunit'] as const) {
          const hostile = render([result], { schema });
          expect(read(hostile, '//testcase/@name').slice(0, 3)).to.deep.equal(
            ['a/', 'b/', 'c/'].map((prefix) => prefix + oneLine(text)),
          );
          expect(read(hostile, '//skipped/@message')).to.deep.equal([`no ${oneLine(text)}`]);
          expect(read(hostile, '//testcase/system-out')[0]).to.equal(
            `${printable(text)}\n${printable(text)}`,
          );
          expect(read(hostile, '//property[@name="server"]/@value')[0]).to.equal(oneLine(text));
          expect(read(hostile, '//failure/@message')[0]).to.include(`got ${oneLine(text)}`);
        }
      });
  });
});

interface Counts {
  tests: number;
  failures: number;
  errors: number;
  skipped: number;
  time: number;
}
