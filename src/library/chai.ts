// What `import … from 'ftpspec/chai'` gives: assertions on replies, transcripts and results. They go on to whatever
// else chai knows: `expect(reply).to.be.a.reply(227, /127,0,0,1/)`.
import type {} from 'chai';
import type { RunResult, ScenarioResult } from '../runner/results.ts';
import { ReplyReader, type Reply } from '../wire/reply.ts';

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- how chai's types are added to
  namespace Chai {
    interface Assertion {
      /** Text or bytes that are one whole reply (RFC 959 section 4.2), with this code, and a text that matches. */
      reply(code?: number, text?: RegExp | string): Assertion;
      /** A scenario whose transcript has a command that matches; where it says `****`, a secret was sent. */
      sent(command: RegExp | string): Assertion;
      /** A scenario whose transcript has a line of the server's that matches. */
      received(line: RegExp | string): Assertion;
      /** A run that was played to its end without a failure, or a scenario that did not fail. */
      conform(): Assertion;
    }
  }
}

/** `chai.use(ftpspecChai)` */
export const ftpspecChai: Chai.ChaiPlugin = ({ Assertion }) => {
  Assertion.addMethod('reply', function (this: Chai.AssertionStatic, code?: number, text?: Wanted) {
    const raw = this._obj as string | Buffer;
    const reply = oneReply(raw);
    const said = reply?.lines.map((line) => line.text).join('\n') ?? '';
    const wanted = [
      'one whole reply',
      ...(code === undefined ? [] : [`with the code ${code}`]),
      ...(text === undefined ? [] : [`that says ${String(text)}`]),
    ].join(' ');
    // In one, so that `not` turns over the whole.
    this.assert(
      reply !== undefined &&
        (code === undefined || reply.code === code) &&
        (text === undefined || matches(said, text)),
      `expected #{this} to be ${wanted}`,
      `expected #{this} not to be ${wanted}`,
      raw,
    );
  });
  for (const [method, gutter] of [
    ['sent', '>'],
    ['received', '<'],
  ] as const)
    Assertion.addMethod(method, function (this: Chai.AssertionStatic, wanted: Wanted) {
      const { id, transcript } = this._obj as ScenarioResult;
      const lines = transcript.flatMap((line) => lineWith(gutter, line));
      this.assert(
        lines.some((line) => matches(line, wanted)),
        `expected ${id} to have ${method} ${String(wanted)}, got\n${lines.join('\n')}`,
        `expected ${id} not to have ${method} ${String(wanted)}`,
        String(wanted),
        lines,
      );
    });
  Assertion.addMethod('conform', function (this: Chai.AssertionStatic) {
    const failures = failuresOf(this._obj as RunResult | ScenarioResult);
    this.assert(
      failures.length === 0,
      `expected a server that conforms, got\n${failures.join('\n')}`,
      'expected a server that does not conform',
      [],
      failures,
    );
  });
};

type Wanted = RegExp | string;

function matches(text: string, wanted: Wanted): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : text.search(wanted) !== -1;
}

/** The reply that the bytes are, undefined where they are none, several, or less than one. */
function oneReply(raw: string | Buffer): Reply | undefined {
  const reader = new ReplyReader();
  const [reply, ...more] = reader.push(Buffer.from(raw));
  return more.length === 0 && reply?.code !== 0 ? reply : undefined;
}

/** What a line of a transcript says in one direction: `0.002 main > NOOP\r\n` is `NOOP`. */
function lineWith(gutter: '<' | '>', line: string): string[] {
  const [, direction, text = ''] = /^ *[\d.]+ \S+ ([<>]) (.*)$/s.exec(line) ?? [];
  return direction === gutter ? [text.replace(/\\r\\n$|\\n$/, '')] : [];
}

/** A line for whatever failed or could not be judged. */
function failuresOf(result: RunResult | ScenarioResult): string[] {
  const judged = 'totals' in result ? [...result.scenarios, ...result.rules] : [result];
  const failed = judged.flatMap((one) =>
    one.outcome === 'fail' || one.outcome === 'error'
      ? [`${one.id}: ${one.problems[0]?.actual ?? one.reason}`]
      : [],
  );
  const stopped = 'stopped' in result ? result.stopped : undefined;
  return stopped === undefined ? failed : [`stopped: ${stopped}`, ...failed];
}
