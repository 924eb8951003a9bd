import { expect } from 'chai';
import { QUOTED, TRANSCRIPT } from '../../../src/client/limits.ts';
import { Transcript } from '../../../src/client/transcript.ts';

/** The texts without times. */
function texts(transcript: Transcript): string[] {
  return transcript.lines().map((line) => line.replace(/^ *\d+\.\d{3} /, ''));
}

function said(secrets: readonly string[], ...lines: (string | Buffer)[]): string[] {
  const transcript = new Transcript(secrets);
  for (const line of lines) transcript.bytes('main', '>', Buffer.from(line as string));
  return texts(transcript);
}

describe('Transcript', () => {
  it('shows seconds, connection, gutter and text, connections in a column', () => {
    const transcript = new Transcript([]);
    transcript.bytes('main', '>', Buffer.from('PASV\r\n'));
    transcript.bytes('a', '<', Buffer.from('227 Ok\n'));
    transcript.note('main', 'closed');
    expect(transcript.lines()[0]).to.match(/^ {2}\d\.\d{3} main > PASV\\r\\n$/);
    expect(texts(transcript)).to.deep.equal([
      'main > PASV\\r\\n',
      'a    < 227 Ok\\n',
      'main * closed',
    ]);
  });

  it('gives each line of a segment its own entry', () =>
    expect(said([], 'NOOP\r\nPWD\r\nQU')).to.deep.equal([
      'main > NOOP\\r\\n',
      'main > PWD\\r\\n',
      'main > QU',
    ]));

  it('makes one entry of a line that comes in several segments, and hides what is known there', () => {
    const transcript = new Transcript(['open sesame']);
    transcript.bytes('main', '<', Buffer.from('530 open se'));
    transcript.bytes('other', '<', Buffer.from('220 A\r\n'));
    transcript.bytes('main', '<', Buffer.from('same is wrong\r\n221 B\r\n'));
    for (const byte of 'PASS x\r\n') transcript.bytes('other', '>', Buffer.from(byte));
    expect(texts(transcript)).to.deep.equal([
      'main  < 530 **** is wrong\\r\\n',
      'other < 220 A\\r\\n',
      'main  < 221 B\\r\\n',
      'other > PASS **** (another password)\\r\\n',
    ]);
  });

  it('hides the beginning of a secret where a text was cut, and a secret written as JSON', () => {
    const { hide } = { hide: (text: string) => new Transcript(['pa"ss\\word']).hide(text) };
    expect(hide('got "pa\\"ss… (313 bytes)')).to.equal('got "****… (313 bytes)');
    expect(hide(JSON.stringify({ said: 'pa"ss\\word' }))).to.equal('{"said":"****"}');
    expect(hide('a paper')).to.equal('a paper');
  });

  for (const [what, line, shown] of [
    ['a password', 'PASS sesame\r\n', 'PASS ****\\r\\n'],
    ['a password with spaces', 'PASS  open sesame \r\n', 'PASS ****\\r\\n'],
    ['a password in another case', 'pAsS sesame\r\n', 'pAsS ****\\r\\n'],
    ['a password without a line end', 'PASS sesame', 'PASS ****'],
    ['a password with a bare LF', 'PASS sesame\n', 'PASS ****\\n'],
    ['a password that looks like a line end', 'PASS a\\rb\r\n', 'PASS ****\\r\\n'],
    ['a password with a control character', 'PASS a\rb\r\n', 'PASS ****\\r\\n'],
    ['an account', 'ACCT research\r\n', 'ACCT ****\\r\\n'],
  ] as const)
    it(`hides ${what}`, () => expect(said([], line)).to.deep.equal([`main > ${shown}`]));

  it('hides a password behind Telnet bytes', () =>
    expect(said([], Buffer.from('\xff\xf4PASS sesame\r\n', 'latin1'))).to.deep.equal([
      'main > \\xff\\xf4PASS ****\\r\\n',
    ]));

  it('tells another password from those it knows, without showing either', () =>
    expect(
      said(['sesame', 'mörder'], 'PASS sesame\r\n', 'PASS simsim\r\n', 'PASS mörder\r\n'),
    ).to.deep.equal([
      'main > PASS ****\\r\\n',
      'main > PASS **** (another password)\\r\\n',
      'main > PASS ****\\r\\n',
    ]));

  it('leaves commands that only begin like PASS alone', () =>
    expect(said([], 'PASSX a\r\n', 'NOOP PASS\r\n')).to.deep.equal([
      'main > PASSX a\\r\\n',
      'main > NOOP PASS\\r\\n',
    ]));

  it('hides known secrets wherever they stand, in bytes and in notes', () => {
    const transcript = new Transcript(['open sesame']);
    transcript.bytes('main', '<', Buffer.from('530 "open sesame" and open sesame are wrong\r\n'));
    transcript.note('main', 'tried open sesame');
    expect(texts(transcript)).to.deep.equal([
      'main < 530 "****" and **** are wrong\\r\\n',
      'main * tried ****',
    ]);
    expect(transcript.hide('USER open sesame')).to.equal('USER ****');
  });

  it('hides a secret that begins with another one whole', () =>
    expect(said(['pass', 'password', ''], '530 password\r\n')).to.deep.equal([
      'main > 530 ****\\r\\n',
    ]));

  it('hides secrets that are not ASCII or hold a backslash', () =>
    expect(said(['pässwörd', 'a\\b'], '530 pässwörd a\\b\r\n')).to.deep.equal([
      'main > 530 **** ****\\r\\n',
    ]));

  it('cuts long lines, says how long they were, and shows no part of a secret there', () => {
    const [line = ''] = said(['secret'], `${'a'.repeat(397)}secret${'b'.repeat(1000)}\r\n`);
    expect(line).to.equal(`main > ${'a'.repeat(397)}***… (1405 bytes)`);
  });

  it('keeps the beginning and the end of a long dialogue, and says how much is left out', () => {
    const transcript = new Transcript([]);
    for (let line = 1; line <= 100_000; line++)
      transcript.bytes('main', '<', Buffer.from(`200 ${line}\r\n`));
    const lines = transcript.lines();
    const { linesAtBeginning, linesAtEnd } = TRANSCRIPT;
    expect(lines).to.have.length(linesAtBeginning + 1 + linesAtEnd);
    expect(lines[0]).to.match(/ 200 1\\r\\n$/);
    expect(lines[linesAtBeginning]).to.equal(
      `… ${100_000 - linesAtBeginning - linesAtEnd} lines are left out`,
    );
    expect(lines.at(-1)).to.match(/ 200 100000\\r\\n$/);
  });

  it('quotes no more of a long text than anybody reads, and no part of a secret where it is cut', () => {
    const text = `${'x'.repeat(QUOTED.characters - 6)}open sesame${'y'.repeat(1_000_000)}`;
    const shown = new Transcript(['open sesame']).hide(text);
    expect(shown.length).to.be.at.most(QUOTED.characters + 100);
    expect(shown).to.match(/x\*\*\*\*… \(1002005 characters\)$/);
  });
});
