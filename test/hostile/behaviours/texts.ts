import { ACCOUNT } from '../account.ts';
import { diagnose, each, reply, run, utf8 } from '../acts.ts';
import type { Act, Behaviour, Drive } from '../behaviour.ts';
import { HOME } from '../server/tree.ts';

/** Answers that a scenario does not expect, so that they are shown. */
const SHOWN = ['SYST', 'NOOP', 'TYPE', 'MODE', 'STRU', 'HELP', 'ACCT', 'SITE', 'ALLO', 'REIN'];
const RUN = [run('parameters'), diagnose()];
const COMMANDS = [run('commands')];
const SHOWN_TWICE = [run('commands'), diagnose()];

/** A command of a CI service, with words before it so that it begins a line once the text is wrapped, wherever. */
function wrapped(command: string): string {
  const widths = Array.from({ length: 90 }, (_, index) => `${'w'.repeat(index)} ${command}`);
  return widths.join(' ');
}

const PASSWORD = Buffer.from(ACCOUNT.password);
const hex = (digits: (hex: string) => string): string =>
  [...PASSWORD].map((byte) => `%${digits(byte.toString(16).padStart(2, '0'))}`).join('');

/** What a server may write into every answer. The word EVIL must not become markup or a command. */
const TEXTS: readonly (readonly [string, string, string, readonly Drive[]])[] = [
  ['ansi', 'terminal sequences', '\x1b[2J\x1b]0;EVIL\x07\x1b[31mEVIL\x1b[8m', SHOWN_TWICE],
  ['c1', 'C1 controls', '\x9b31mEVIL\x9d0;EVIL\x9c\x90EVIL', COMMANDS],
  ['c1-utf8', 'C1 controls in UTF-8', utf8('\u009b31mEVIL\u009d0;EVIL\u009c'), COMMANDS],
  [
    'bidi',
    'bidirectional overrides',
    utf8('\u202eLIVE\u202c \u2066x\u2069 \u200f\u061c'),
    SHOWN_TWICE,
  ],
  [
    'invisible',
    'separators and a byte order mark',
    utf8('a\u2028b\u2029c\ufeffd\u0085e'),
    COMMANDS,
  ],
  ['backspace', 'backspaces and CR', 'pass\b\b\b\bEVIL\rEVIL\x0b\x0c\x7f', COMMANDS],
  ['nul', 'NUL and the other controls', '\0\x01\x02\x03\x04\x05\x06\x0e\x0f\x1a', SHOWN_TWICE],
  [
    'xml',
    'markup',
    ']]></failure><evil/><failure><![CDATA[ &evil; <!ENTITY evil SYSTEM "file:///etc/passwd"> --> <?evil?>',
    SHOWN_TWICE,
  ],
  [
    'xml-invalid',
    'characters that XML has not',
    utf8('\ufffe\uffff') + '\xed\xa0\x80\xf4\x90\x80\x80',
    COMMANDS,
  ],
  ['html', 'a page', '</script><script>EVIL()</script><img src=x onerror=EVIL()>"\'`', COMMANDS],
  ['csv', 'formulas of spreadsheets', '=cmd|\'/C calc\'!A0,"+1+1",@SUM(1),-2', COMMANDS],
  ['format', 'formats and templates', '%s%n%d ${7*7} {{7*7}} $(id) `id` %0a %0d%0a', COMMANDS],
  [
    'tap',
    'directives of TAP',
    'x # SKIP EVIL\\# TODO EVIL',
    [run('parameters', '--reporter', 'tap')],
  ],
  [
    'tap-wrap',
    'the end of TAP',
    wrapped('Bail out! EVIL'),
    [run('parameters', '--reporter', 'tap')],
  ],
  ['github', 'workflow commands', '::warning::EVIL ::add-mask::EVIL', RUN],
  ['github-wrap', 'workflow commands between words', wrapped('::warning::EVIL'), RUN],
  ['github-wrap-stop', 'the end of workflow commands', wrapped('::stop-commands::EVIL'), RUN],
  [
    'github-chopped',
    'workflow commands in a long word',
    'w:'.repeat(200) + '::error::EVIL'.repeat(50),
    RUN,
  ],
  [
    'github-tabs',
    'workflow commands after tabs',
    `\t::error::EVIL \x0b::error::EVIL${wrapped('\t::error::EVIL')}`,
    RUN,
  ],
  [
    'github-old',
    'workflow commands of the old form, taken anywhere in a line',
    '##[error]EVIL ##[add-mask]EVIL',
    RUN,
  ],
  [
    'github-reporter',
    'workflow commands, where annotations are wanted',
    '%0A::warning::EVIL\x0b::error file=EVIL,line=1::EVIL',
    [run('parameters', '--reporter', 'github')],
  ],
  [
    'github-quiet',
    'workflow commands, one line a target',
    '::error::EVIL',
    [run('parameters', '--reporter', 'quiet')],
  ],
  [
    'github-dots',
    'workflow commands, a character a scenario',
    wrapped('::error::EVIL'),
    [run('parameters', '--reporter', 'dots')],
  ],
  ['password', 'the password', utf8(ACCOUNT.password), RUN],
  [
    'password-cut',
    'the password at the end of a long text',
    'x'.repeat(5000) + utf8(ACCOUNT.password).repeat(200),
    RUN,
  ],
  ['password-percent', 'the password, percent-encoded', encodeURIComponent(ACCOUNT.password), RUN],
  [
    'password-percent-lower',
    'the password, percent-encoded in small letters',
    hex((one) => one.toLowerCase()),
    RUN,
  ],
  [
    'password-percent-upper',
    'the password, every byte percent-encoded',
    hex((one) => one.toUpperCase()),
    RUN,
  ],
  [
    'password-percent-some',
    'the password, some bytes percent-encoded',
    `%53es%61m%2f%C3%b6ffne%2BDich%217`,
    RUN,
  ],
  ['password-plus', 'the password as a form has it', 'Sesam%2F%c3%B6ffne%2BDich!7', RUN],
  ['password-base64', 'the password in Base64', PASSWORD.toString('base64'), RUN],
  [
    'password-escaped',
    'the password as JSON escapes it',
    JSON.stringify(ACCOUNT.password).replace('ö', '\\u00f6'),
    RUN,
  ],
  [
    'password-controls',
    'the password between controls',
    `\x1b[1m${utf8(ACCOUNT.password)}\x1b[0m\0${utf8(ACCOUNT.password)}`,
    RUN,
  ],
];

/** Anybody may log in. */
function letIn(text: string): Act {
  return async (session) => {
    session.loggedIn = true;
    await reply(text)(session, '');
  };
}

/** Texts that are harmful where they are shown. */
export const texts: readonly Behaviour[] = [
  ...TEXTS.map(([name, title, text, drives]) => ({
    id: `text-${name}`,
    title: `Answers have ${title}`,
    drives,
    greeting: reply(`220 ${text}`),
    on: {
      ...each(SHOWN, () => reply(`599 ${text}`)),
      FEAT: reply('211-features', ` ${text}`, '211 end'),
      PASS: letIn(`230 ${text}`),
    },
  })),
  ...TEXTS.filter(([name]) => /^(ansi|bidi|xml|github-wrap|password)$/.test(name)).map(
    ([name, title, text]) => ({
      id: `name-${name}`,
      title: `Names of files have ${title}`,
      drives: [run('listing', '--grep', 'LIST'), diagnose()],
      plants: (tree: Parameters<NonNullable<Behaviour['plants']>>[0]) => {
        const bytes = Buffer.alloc(20_000);
        tree.plant(`${HOME}/${text.slice(0, 2000).replaceAll('/', '\u2215').trim()}`, {
          kind: 'file',
          bytes,
        });
      },
    }),
  ),
];
