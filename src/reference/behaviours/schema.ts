import { z } from 'zod';
import { LAYOUTS, NAME_FORMS } from '../options.ts';
import { QUIRKS, type Quirk } from './quirks.ts';

const CODE = 'a reply code of three digits belongs here';
const code = z.int(CODE).min(100, CODE).max(699, CODE).describe('a reply code');
const none = z.literal('none').describe('no reply at all');
const pattern = z
  .string('a regular expression belongs here')
  .refine(isPattern, 'this is no regular expression')
  .describe('regular expression');

const TEXT = 'what follows the code; a line feed in it begins another line';

const ownReply = z
  .strictObject({ code, text: z.string().optional().describe(TEXT) })
  .describe('a reply with a text of its own');

const changedReply = z
  .strictObject({
    code: code.optional().describe('default: the code that the honest server sends'),
    text: z
      .string()
      .optional()
      .describe('in place of the text of the honest server; a line feed in it begins another line'),
    replace: pattern.optional().describe('regular expression; every match in the text is replaced'),
    with: z
      .string()
      .optional()
      .describe(
        'what stands in its place; $1 is its first group, and a line feed begins another line',
      ),
  })
  .refine(({ replace, with: other }) => (replace === undefined) === (other === undefined), {
    error: '"replace" and "with" come together',
  })
  .describe('the reply of the honest server with another code or text');

const REPLY_FORMS = 'a code, "none", a mapping of code and text, or a list of codes and mappings';

const oneAnswer = z.union([code, ownReply]);
const answer = z.union([code, none, ownReply, z.array(oneAnswer).min(2)], {
  error: `a reply is ${REPLY_FORMS}`,
});

const stub = z.union(
  [
    ...answer.options,
    z
      .strictObject({
        argument: pattern.describe(
          'regular expression, capitals or not: only where the argument matches it; elsewhere the command is honest',
        ),
        reply: answer,
      })
      .describe('a reply to some arguments'),
  ],
  { error: `a stub is ${REPLY_FORMS}, or a mapping of argument and reply` },
);

const oneChange = z.union([code, changedReply]);
const change = z.union([code, none, changedReply, z.array(oneChange).min(2)], {
  error: `what goes out is ${REPLY_FORMS}`,
});

const verb = z
  .string()
  .regex(/^(?:[A-Z]{3,}\d*|\*|)$/, 'a command stands in capitals')
  .describe(
    'a command; CONNECT is the greeting, "*" every command without an entry of its own, "" what answers no command',
  );
const BY_CODE = 'replies are given by command and code, such as "NOOP: { 200: 500 }"';
const honestCode = z
  .string()
  .regex(/^[1-6]\d\d$/, CODE)
  .describe('a code of the honest server');

const NUMBER = 'a whole number from 0 on belongs here';
const milliseconds = z.int(NUMBER).min(0, NUMBER).optional();
const count = z.int(NUMBER).min(0, NUMBER).optional();
const options = z
  .strictObject({
    tls: z.enum(['off', 'offered', 'required']).optional(),
    requireReuse: z.boolean().optional().describe('data connections must resume a TLS session'),
    acceptTimeoutMs: milliseconds.describe('how long a transfer waits for its data connection'),
    idleTimeoutMs: milliseconds.describe('silence on the control connection until 421'),
    stallTimeoutMs: milliseconds.describe('no byte moves on a data connection until 426'),
    passwordDelayMs: milliseconds.describe('what a wrong password costs'),
    passwordAttempts: count.describe('wrong passwords on one connection until 421'),
    maxClients: count.describe('control connections at a time; more are greeted with 421'),
    capacityBytes: count.describe('what uploads may take up'),
    anonymous: z.boolean().optional().describe('lets anonymous and ftp in'),
    unknownCommands: count.describe('unknown commands on one connection until 421'),
    commandsBeforeLogin: count.describe('commands on one connection before its login until 421'),
    without: z
      .array(z.string('a verb or feature belongs here'))
      .optional()
      .describe('verbs and features that the server does not have: unknown, and in no list'),
    refuses: z
      .record(verb, code)
      .optional()
      .describe(
        'codes by verb: commands that are known, and refused to everybody who is logged in',
      ),
    clockSkewMs: z.int().optional().describe("how far the server's clock is fast; negative: slow"),
    readOnly: z.boolean().optional().describe('nobody may change the file store'),
    homes: z
      .boolean()
      .optional()
      .describe('accounts have homes below /home, and may change nothing elsewhere'),
    names: z
      .enum(NAME_FORMS)
      .optional()
      .describe('what a name becomes in the store, and which names are one'),
    objectStore: z.boolean().optional().describe('files make the directories of their names'),
    layout: z.enum(LAYOUTS).optional().describe('of LIST'),
    passiveHost: z.ipv4().optional().describe('where passive listeners are'),
    announcedHost: z.ipv4().optional().describe('the address that 227 names'),
    oneListener: z
      .boolean()
      .optional()
      .describe('PASV and EPSV name the same listener for as long as the session lasts'),
    preliminary: z
      .enum(['at once', 'with connection', 'with handshake'])
      .optional()
      .describe('when the 1yz reply of a transfer comes'),
    commandDelayMs: milliseconds.describe('how long a command waits for its execution'),
    octetSegments: z.boolean().optional().describe('replies go out octet by octet, a segment each'),
  })
  .describe('settings of the server');

const quirks = Object.keys(QUIRKS) as [Quirk, ...Quirk[]];

const lines = z.strictObject(
  {
    replace: pattern.describe('regular expression; every match in a line is replaced'),
    with: z
      .string('a text belongs here')
      .describe('what stands in its place; $1 is its first group'),
  },
  'a line is changed by "replace" and "with"',
);

/** What a behaviour does, in data. */
const hooks = {
  stubs: z
    .record(verb, stub, 'stubs are given by command, such as "NOOP: 502"')
    .optional()
    .describe('commands that do nothing and are answered like this'),
  replies: z
    .record(verb, z.record(honestCode, change, BY_CODE), BY_CODE)
    .optional()
    .describe(
      'by command and by the code that the honest server sends: what goes out in its place. ' +
        'Replies keep the text of the honest one unless they have a text of their own',
    ),
  lines: z
    .record(verb, lines, 'lines are given by command, such as "NLST"')
    .optional()
    .describe('by command: what is changed in each line of its listing'),
  quirks: z
    .array(
      z
        .enum(quirks, { error: ({ input }) => `there is no quirk "${String(input)}"` })
        .meta({ enumDescriptions: Object.values(QUIRKS) }),
    )
    .min(1)
    .optional()
    .describe('decisions that the server takes otherwise'),
  options: options.optional(),
};

const identity = {
  id: z
    .string()
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'an id has small letters, digits and hyphens between')
    .describe('such as cwd-257'),
  title: z
    .string()
    .regex(/^\S.*[^.\s]$/, 'a title is one sentence without its full stop')
    .describe('what the server does, as one sentence'),
};

/** A file of behaviours, each with keys of its kind's own beside those that say what it does. */
export function fileSchema<Own extends z.ZodRawShape>(noun: string, own: Own) {
  const keys = ['id', 'title', ...Object.keys(own)];
  const one = z
    .strictObject(
      { ...identity, ...own, ...hooks },
      `a ${noun} is a mapping with ${keys.slice(0, -1).join(', ')} and ${keys.at(-1) ?? ''}`,
    )
    .refine(
      (data) => Object.keys(hooks).some((key) => data[key as keyof typeof data] !== undefined),
      `a ${noun} has stubs, replies, lines, quirks or options`,
    );
  return z.array(one, `a file of ${noun}s is a list`);
}

/** A list with one entry or more. */
export function atLeastOne(what: string) {
  const one = z.string(`the id of a ${what} belongs here`);
  return z.tuple([one], one, `a list of ${what}s belongs here`);
}

/** What editors check a file with. */
export function jsonSchema(schema: z.ZodType): object {
  return z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
}

export type BehaviourData = z.infer<z.ZodObject<typeof identity & typeof hooks>>;
export type Stub = z.infer<typeof stub>;
export type StubAnswer = z.infer<typeof answer>;
export type Change = z.infer<typeof change>;
export type OneChange = z.infer<typeof oneChange>;

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}
