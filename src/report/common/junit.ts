import library, { type Builder, type TestCase, type TestSuite } from 'junit-report-builder';
import type { Case, CaseMark, Property } from './case.ts';
import type { JUnitSchema } from './context.ts';
import { oneLine } from './text.ts';

/*
 * What the readers of JUnit files take, as of their sources:
 * - Jenkins' junit step: testcase name, classname, time, timestamp, properties; message and content of
 *   failure, error and skipped; system-out (1000 characters of it for a pass); testsuite name, id, time,
 *   timestamp (with zone or offset), properties. Dots in a classname make the package tree.
 * - GitLab: testcase classname (shown as the suite), name, file, time; only the content of failure, error
 *   and skipped, not the message. Of equal names the first counts.
 * - EnricoMi/publish-unit-test-result: testcase classname, name, file, line, time; messages and contents;
 *   counts from each testsuite.
 * - mikepenz/action-junit-report: file and line of testcase or testsuite; the failure's message.
 * - dorny/test-reporter: testsuites not nested, name and time; a group for each classname that is not the
 *   testsuite's name; file and line from a stack frame in the failure's content.
 * - Jenkins' xunit plugin: refuses the whole file unless junit-10.xsd allows it, and that allows neither
 *   `file`, `line`, `timestamp` and properties in a testcase nor `skipped` in testsuites.
 *
 * The last contradicts the others. `readers`, the default, is for the others: it holds all, and is valid
 * but for the five additions named. `xunit` leaves those out: file and line still stand in the failure's
 * content and, where all of a suite's scenarios come from one, the file is in the testsuite; properties go
 * up to the testsuite as `<testcase name> <property name>`.
 */

/** One testsuite. */
export interface Suite {
  /** `ftpspec.<target>.<suite>`, its name too */
  readonly classname: string;
  readonly startedAt: Date;
  readonly ms: number;
  readonly properties: readonly Property[];
  readonly cases: readonly Case[];
}

/** A JUnit file. Characters that XML 1.0 forbids are shown as `\xNN` or `\uNNNN`. */
export function renderSuites(
  name: string,
  suites: readonly Suite[],
  totalMs: number,
  schema: JUnitSchema = 'readers',
): string {
  const report = BUILDER.newBuilder().name(name);
  for (const one of suites) {
    const suite = report.testSuite();
    addSuite(suite, one, schema);
    extend(suite, (_element, testsuites) => {
      testsuites?.att('time', seconds(totalMs));
      if (schema === 'xunit') testsuites?.removeAttribute('skipped');
    });
  }
  return `${withoutCommands(report.build())}\n`;
}

// The package is CommonJS: Node's default import is the builder itself, its types say it had a `default`.
const BUILDER = library as unknown as Builder;

/** The file may be printed: no line of it is a command to the runner of a CI job. It reads back the same. */
function withoutCommands(xml: string): string {
  return xml.replace(/^([^\S\n\r\u2028\u2029]*):(?=:)/gm, '$1&#58;');
}

function addSuite(suite: TestSuite, one: Suite, schema: JUnitSchema): void {
  const { classname, startedAt, ms, properties, cases } = one;
  suite.name(classname).timestamp(startedAt.toISOString()).time(seconds(ms));
  for (const property of properties) suite.property(...property);
  const files = new Set(cases.map(({ place }) => place?.file));
  const [file] = files;
  if (files.size === 1 && file !== undefined)
    extend(suite, (element) => element.att('file', oneLine(file)));
  for (const one of cases) {
    addCase(suite.testCase(), classname, one, schema);
    if (schema === 'readers') continue;
    for (const [name, value] of propertiesOf(one)) suite.property(`${one.name} ${name}`, value);
  }
}

function addCase(testCase: TestCase, classname: string, one: Case, schema: JUnitSchema): void {
  const { name, place, startedAt, ms, mark, output } = one;
  testCase.name(name).className(classname).time(seconds(ms));
  if (schema === 'readers') {
    for (const property of propertiesOf(one)) testCase.property(...property);
    extend(testCase, (element) => element.att('timestamp', startedAt.toISOString()));
    if (place) {
      testCase.file(oneLine(place.file));
      extend(testCase, (element) => element.att('line', String(place.line)));
    }
  }
  if (mark) addMark(testCase, mark);
  if (output !== '') extend(testCase, (element) => element.ele('system-out').txt(output));
}

/**
 * The library's ways to give content put it into CDATA sections, in which only the first `]]>` is escaped,
 * so that a server's text could go on as markup; and its skipped has neither message nor content, of which
 * Jenkins reads the one and GitLab the other.
 */
function addMark(testCase: TestCase, { kind, message, type, content }: CaseMark): void {
  if (kind === 'skipped') testCase.skipped();
  else testCase[kind](message, type);
  extend(testCase, (element) => {
    const child = element.children.find((one) => nameOf(one) === kind) as XMLElement | undefined;
    child?.att('message', message).txt(content);
  });
}

/** JUnit knows no warning: the outcome says which of the passes is one. */
function propertiesOf({ outcome, properties }: Case): Case['properties'] {
  return [['outcome', outcome], ...properties];
}

type XMLElement = ReturnType<TestCase['build']>;

/** Adds to the element that the library builds what it has no method for. */
function extend(
  node: { build(parent?: XMLElement): XMLElement },
  add: (element: XMLElement, parent: XMLElement | undefined) => unknown,
): void {
  const build = node.build.bind(node);
  node.build = (parent) => {
    const element = build(parent);
    add(element, parent);
    return element;
  };
}

function nameOf(node: object): unknown {
  return 'name' in node ? node.name : undefined;
}

/** Seconds to the millisecond, small enough and rounded so that no exponent comes. */
function seconds(ms: number): number {
  return Number((ms / 1000).toFixed(3));
}
