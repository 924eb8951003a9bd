import { z } from 'zod';
import { QUIRKS, type Quirk } from './quirks.ts';

const CODE = 'a reply code of three digits belongs here';
const code = z.int(CODE).min(100, CODE).max(699, CODE).describe('a reply code');
const none = z.literal('none').describe('no reply at all');
const pattern = z
  .string('a regular expression belongs here')
  .refine(isPattern, 'this is no regular expression')
  .describe('regular expression');

const ownReply = z
  .strictObject({ code, text: z.string().optional().describe('what follows the code') })
  .describe('a reply with a text of its own');

const changedReply = z
  .strictObject({
    code: code.optional().describe('default: the code that the honest server sends'),
    text: z.string().optional().describe('in place of the text of the honest server'),
    replace: pattern.optional().describe('regular expression; every match in the text is replaced'),
    with: z.string().optional().describe('what stands in its place; $1 is its first group'),
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
  .regex(/^(?:[A-Z]{3,}|\*|)$/, 'a command stands in capitals')
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
  })
  .describe('settings of the server');

const quirks = Object.keys(QUIRKS) as [Quirk, ...Quirk[]];

const requirement = z.string('the id of a requirement belongs here');

const fault = z
  .strictObject(
    {
      id: z
        .string()
        .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'an id has small letters, digits and hyphens between')
        .describe('such as cwd-257'),
      title: z
        .string()
        .regex(/^\S.*[^.\s]$/, 'a title is one sentence without its full stop')
        .describe('what the server does, as one sentence'),
      breaks: z
        .tuple([requirement], requirement, 'a list of requirements belongs here')
        .describe(
          'the requirements of catalogue/requirements.tsv that it breaks, the plainest first',
        ),
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
      quirks: z
        .array(
          z
            .enum(quirks, { error: ({ input }) => `there is no quirk "${String(input)}"` })
            .meta({ enumDescriptions: Object.values(QUIRKS) }),
        )
        .min(1)
        .optional()
        .describe('decisions that the server takes wrongly'),
      options: options.optional(),
    },
    'a fault is a mapping with id, title and breaks',
  )
  .refine(
    ({ stubs, replies, quirks: decisions, options: settings }) =>
      stubs ?? replies ?? decisions ?? settings,
    'a fault has stubs, replies, quirks or options',
  );

/** A file of faults: `faults/*.yaml`. */
export const faultsSchema = z.array(fault, 'a file of faults is a list');

/** What editors check a file of faults with: `catalogue/fault.schema.json`. */
export function faultsJsonSchema(): object {
  return z.toJSONSchema(faultsSchema, { io: 'input', target: 'draft-7' });
}

export type FaultData = z.infer<typeof fault>;
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
