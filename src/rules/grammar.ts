import { quotedBytes } from '../wire/shorten.ts';
import { IAC } from '../wire/telnet.ts';
import type { Reply } from '../wire/reply.ts';
import type { Exchange } from './match-replies.ts';
import { eachReply, quote, type Rule } from './rule.ts';

/** Commands whose replies may be a bare code (R51). */
const BARE = ['MLST', 'MLSD', 'HOST', 'LANG'];

/** What stands behind "213 ": RFC 3659 sections 3.1 and 4.1. */
const VALUES: Readonly<Record<string, { readonly form: RegExp; readonly words: string }>> = {
  SIZE: { form: /^\d+$/, words: 'digits' },
  MDTM: { form: /^\d{14}(?:\.\d+)?$/, words: 'YYYYMMDDHHMMSS' },
};

/** The 213 to SIZE and MDTM that have a value in its form. */
export function valueReplies({ command, replies }: Exchange): Reply[] {
  const form = VALUES[command?.verb ?? '']?.form;
  return replies.filter(({ code, text }) => code === 213 && form?.test(text));
}

/** The form of replies: RFC 959 section 4.2. */
export const GRAMMAR: readonly Rule[] = [
  {
    id: 'rules/line-ends',
    title: 'Every line on the control connection ends with CR LF',
    covers: ['RFC959-4.2-EOL-1'],
    level: 'MUST',
    judge: (scene) =>
      eachReply(scene, (reply, command) => {
        const wrong = reply.lines.find(({ bytes }) => bytes.at(-2) !== 13);
        if (!wrong) return 'ok';
        return {
          expected: 'CR LF at the end of each line',
          actual: quotedBytes([wrong.bytes]),
          command,
        };
      }),
  },
  {
    id: 'rules/reply-form',
    title: 'A reply line begins with three digits and a space or hyphen',
    covers: ['RFC959-4.2-FMT-1', 'RFC1123-4.1.2.11-REPLY-1', 'RFC959-4.1.3-XFER-9'],
    level: 'MUST',
    judge: (scene) =>
      eachReply(scene, (reply, command) => {
        if (reply.code !== 0) return 'ok';
        return { expected: 'three digits and a space or hyphen', actual: quote(reply), command };
      }),
  },
  {
    id: 'rules/reply-text',
    title: 'A code is followed by a space and text',
    covers: ['RFC959-4.2-FMT-1'],
    level: 'CONVENTION',
    judge: (scene) =>
      eachReply(scene, (reply, command) => {
        if (reply.code === 0 || BARE.includes(command?.verb ?? '')) return undefined;
        const last = reply.lines.at(-1)?.text ?? '';
        if (last.length > 3) return 'ok';
        return {
          expected: 'a space and text behind the code (R51)',
          actual: quote(reply),
          command,
        };
      }),
  },
  {
    id: 'rules/code-digits',
    title: 'The first digit of a code is 1 to 5, the second 0 to 5',
    covers: ['RFC959-4.2-FMT-2'],
    level: 'CONVENTION',
    judge: (scene) =>
      eachReply(scene, (reply, command) => {
        if (reply.code === 0) return undefined;
        if (/^(?:[1-5][0-5]|63)\d$/.test(String(reply.code))) return 'ok';
        return { expected: 'a code that RFC 959 gives a meaning', actual: quote(reply), command };
      }),
  },
  {
    id: 'rules/multi-line-end',
    title: 'A multi-line reply ends with its own code and a space',
    covers: ['RFC959-4.2-MULTI-1'],
    level: 'MUST',
    *judge(scene) {
      yield* eachReply(scene, (reply) => (reply.lines.length > 1 ? 'ok' : undefined));
      for (const { openReply, exchanges } of scene.dialogues)
        if (openReply !== undefined)
          yield {
            expected: `a last line that begins "${openReply} "`,
            actual: `no such line behind "${openReply}-"`,
            command: exchanges.findLast(({ completed }) => !completed)?.command,
          };
    },
  },
  {
    id: 'rules/multi-line-interior',
    title: 'No line inside a multi-line reply looks like another reply',
    covers: ['RFC959-4.2-MULTI-2', 'RFC959-4.2-MULTI-4'],
    level: 'MUST',
    judge: (scene) =>
      eachReply(scene, (reply, command) => {
        if (reply.lines.length < 3) return undefined;
        const looks = reply.lines.slice(1, -1).map(({ text }) => /^(\d{3})([ -])/.exec(text));
        const other = looks.find((match) => match && match[1] !== String(reply.code));
        if (!other) return 'ok';
        const expected = `no line of another code inside a ${reply.code}- reply`;
        // Another code and a space confuses nobody who reads by the code (R52); a hyphen would nest.
        return {
          expected,
          actual: quote(reply),
          command,
          severity: other[2] === '-' ? 'fail' : 'warn',
        };
      }),
  },
  {
    id: 'rules/telnet-bytes',
    title: 'The byte 255 stands in replies only as Telnet defines',
    covers: ['RFC959-2.3-TELNET-1'],
    level: 'MUST',
    judge: (scene) =>
      eachReply(scene, (reply, command) => {
        const lone = reply.lines.find(({ bytes }) => hasLoneIac(bytes));
        if (!lone) return 'ok';
        return {
          expected: '255 doubled, or a Telnet command',
          actual: quotedBytes([lone.bytes]),
          command,
        };
      }),
  },
  {
    id: 'rules/size-and-time-form',
    title: 'SIZE and MDTM answer 213 with the bare value on one line',
    covers: ['RFC3659-4.1-SIZE-1', 'RFC3659-3.1-MDTM-1'],
    level: 'MUST',
    judge: (scene) =>
      eachReply(scene, (reply, command) => {
        const value = reply.code === 213 && command ? VALUES[command.verb] : undefined;
        if (!value) return undefined;
        if (reply.lines.length === 1 && value.form.test(reply.text)) return 'ok';
        const expected = `"213 " and ${value.words} (R59)`;
        return { expected, actual: quote(reply), command };
      }),
  },
];

/** IAC must be followed by IAC or by a Telnet command (240-254). */
function hasLoneIac(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(IAC); at !== -1; at = bytes.indexOf(IAC, at + 2)) {
    const next = bytes[at + 1] ?? 0;
    if (next < 240) return true;
  }
  return false;
}
