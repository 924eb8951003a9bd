import { z } from 'zod';
import { LEVELS } from '../catalogue/requirements.ts';
import { DIAL_OUTCOMES } from '../client/dial.ts';
import { NEEDS } from './needs.ts';
import { RISKS } from './risks.ts';
import { START } from './stages.ts';
import { type Verb, VERB_NAMES } from './verb-names.ts';

/*
 * The script language. This one definition validates scripts, gives their types, and makes the JSON Schema
 * that editors complete from. docs/language explains it to people.
 */

const name = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a name is letters, digits and underscores')
  .describe('a name that later steps use');
const text = z.string().min(1);
const connection = name.default('main').describe('the control connection; "main" by default');
const dataName = name.default('data').describe('the data connection; "data" by default');
const inClear = z.boolean().default(false).describe('no TLS of its own, whatever PROT says');
const duration = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s|m)$/, 'a time is a number and ms, s or m, such as 500ms')
  .describe('500ms, 2s, 1m');
const ruling = z
  .string()
  .regex(/^R\d\d$/, 'a ruling is R and two digits')
  .describe('the ruling that decides the case');

/** `227`, `2yz`, `50z`: a reply code, y and z standing for any digit. */
const code = z
  .union([
    z.number().int().min(100).max(699),
    z.string().regex(/^[1-6][0-9y][0-9z]$/, 'a code is three digits, or 2yz, 50z'),
  ])
  .describe('227, "2yz", "50z"');
const codes = z.union([code, z.array(code).min(1)]).meta({ id: 'codes' });

const expectation = z
  .strictObject({
    pass: codes.optional().describe('conforms, go on'),
    warn: codes.optional().describe('tolerated: go on with a warning'),
    skip: codes.optional().describe('not offered here: the scenario is skipped'),
    done: codes.optional().describe('conforms, and nothing is left to test'),
    'warn-and-done': codes.optional().describe('tolerated, and nothing is left to test'),
    fail: codes.optional().describe('certainly wrong, whatever the class of the code'),
    text: text.optional().describe('regular expression that the whole reply must match'),
    'not-text': text.optional().describe('regular expression that the reply must not match'),
    'warn-text': text
      .optional()
      .describe('regular expression that the reply should match; a warning where not'),
    because: text
      .optional()
      .describe('what the text says, in words, as these patterns are none; they need it'),
    shape: z
      .enum(['single-line', 'multi-line'])
      .optional()
      .describe('how many lines the reply must have'),
    close: z
      .enum(['pass', 'warn', 'done', 'warn-and-done'])
      .optional()
      .describe('what it means when the server closes instead of answering'),
    silence: z
      .enum(['pass', 'warn', 'done', 'warn-and-done', 'skip'])
      .optional()
      .describe('what it means when no reply comes in time; a failure by default'),
    cite: ruling.optional(),
    within: duration.optional().describe('how long the reply may take'),
  })
  .describe('which replies conform');
/** One reply that is expected: a code, several, or outcomes by code. */
const expected = z.union([code, z.array(code).min(1), expectation]).meta({ id: 'replies' });

const piece = z.union([
  z.string(),
  z.strictObject({ bytes: z.string() }).describe('one byte a character, U+0000 to U+00FF'),
  z.strictObject({ repeat: z.string(), times: z.number().int().min(1) }),
  z.strictObject({ random: z.number().int().min(0) }).describe('this many bytes from the seed'),
]);
/** What is sent, stored or compared: text in UTF-8, bytes, repetitions, or pieces of these in a row. */
const content = z.union([piece, z.array(piece)]).meta({ id: 'content' });

/** Softens a check: what it means when it does not hold. */
const otherwise = z
  .enum(['warn', 'warn-and-done', 'skip', 'fail'])
  .optional()
  .describe("what it means when this does not hold; by default the scenario's level decides");
const severityKeys = {
  otherwise,
  cite: ruling.optional(),
  because: text.optional().describe('the reason, shown when this does not hold'),
};

const scalar = z.union([z.string(), z.number()]);
/** The keys of `check` and `if` that compare. */
export const comparison = {
  equals: scalar.optional().describe('the same number or text'),
  'differs-from': scalar.optional().describe('another number or text'),
  'one-of': z.array(scalar).optional().describe('one of these'),
  matches: text.optional().describe('a regular expression finds something in it'),
  'does-not-match': text.optional().describe('a regular expression finds nothing in it'),
  'starts-with': z.string().optional().describe('begins with this text'),
  'ends-with': z.string().optional().describe('ends with this text'),
  contains: z.string().optional().describe('has this text in it'),
  'does-not-contain': z.string().optional().describe('does not have this text in it'),
  'at-least': scalar.optional().describe('a number that is not smaller'),
  'at-most': scalar.optional().describe('a number that is not larger'),
  'within-of': z
    .strictObject({ of: scalar, by: z.number() })
    .optional()
    .describe('a number that differs from "of" by no more than "by"'),
};

const expectStep = {
  expect: expected.optional().describe('the next reply'),
  'in-order': z.array(expected).min(1).optional().describe('several replies, one after another'),
  save: name.optional().describe('keeps the last reply'),
};

/** An interface, because a type alias cannot refer to itself through zod. */
export type Steps = Step[];
const steps: z.ZodType<Steps> = z.lazy(() => z.array(step).min(1));

const start = z
  .enum(START)
  .describe(
    'how far the client has come when the steps begin: nothing; connected (greeting unread); greeted; secured (TLS if the target wants it); logged-in',
  );

const path = z.enum(['any', 'passive', 'epsv', 'pasv', 'active', 'eprt', 'port']);

const restMarker = scalar
  .optional()
  .describe('REST with this marker, last before the command (RFC 3659 section 5.3)');

const dialOutcome = z.enum([...DIAL_OUTCOMES, 'closed', 'not-dialled']);

/** The verbs, each with its keys. */
export const VERBS = {
  connect: z.strictObject({
    connect: name.describe('opens a control connection of this name'),
    start: start.optional(),
    as: z
      .enum(['user', 'second-account', 'anonymous'])
      .optional()
      .describe('who logs in, where start is logged-in'),
    'from-listen-port': z
      .boolean()
      .default(false)
      .describe('from a port that the client can listen on as well: the default data port'),
    expect: expected.optional().describe('judges the greeting, which is then all that is read'),
    save: name.optional(),
  }),
  login: z.strictObject({
    login: name.describe('logs in on this control connection'),
    user: z.string().optional().describe('the name; by default that of the target'),
    password: z.string().optional().describe('by default that of the target'),
    ...expectStep,
  }),
  send: z.strictObject({
    send: z
      .union([z.string(), z.array(z.string()).min(1)])
      .describe('a command, or several in one segment'),
    on: connection,
    bytewise: z.boolean().default(false).describe('one byte a segment'),
    ...expectStep,
  }),
  raw: z.strictObject({
    raw: content.describe('bytes on the control connection, just as they are'),
    on: connection,
    ...expectStep,
  }),
  expect: z.strictObject({
    ...expectStep,
    expect: expected.describe('the next reply'),
    on: connection,
  }),
  'in-order': z.strictObject({
    'in-order': z.array(expected).min(1).describe('several replies, one after another'),
    on: connection,
    save: name.optional(),
  }),
  silence: z.strictObject({
    silence: duration.describe('nothing arrives on the control connection for this long'),
    on: connection,
    from: name.optional().describe('a data connection instead, which may end meanwhile'),
    ...severityKeys,
  }),
  'expect-close': z.strictObject({
    'expect-close': name.describe('the server closes this connection, control or data'),
    with: z
      .enum(['fin', 'rst', 'either'])
      .default('either')
      .describe('how the server must close it'),
    within: duration.optional().describe('how long it may take'),
    save: name.optional().describe('how, notified; of a data connection also total'),
    ...severityKeys,
  }),
  close: z.strictObject({ close: name.describe('the client closes this connection (FIN)') }),
  reset: z.strictObject({ reset: name.describe('the client resets this connection (RST)') }),
  secure: z.strictObject({
    secure: name.describe('starts TLS on this control or data connection'),
    resume: z.boolean().default(true).describe("data: resume the control connection's session"),
    servername: text.optional().describe("control: the name in SNI; by default the target's"),
    version: z
      .enum(['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'])
      .optional()
      .describe('the one version to offer'),
    alpn: text.optional().describe('the application protocol to ask for'),
    expect: z
      .enum(['secured', 'refused', 'either'])
      .default('secured')
      .describe('what must come of the handshake'),
    save: name
      .optional()
      .describe(
        'outcome, protocol, resumed, certificate (its digest), misnamed (whom it names where that is not the server)',
      ),
    ...severityKeys,
  }),
  'clear-tls': z.strictObject({
    'clear-tls': name.describe('ends TLS on this control connection (CCC)'),
  }),
  data: z.strictObject({
    data: path.describe(
      'sets a data connection up: passive (EPSV, or PASV where EPSV is not known), active (PORT or EPRT), any (active only where there is no passive mode), or one command',
    ),
    as: dataName,
    on: connection,
    plain: inClear,
  }),
  dial: z.strictObject({
    dial: name.describe('connects to the endpoint of this saved reply'),
    address: z
      .enum(['peer', 'announced'])
      .optional()
      .describe(
        "the control connection's peer, or what the reply announces; by default the peer, or --data-address",
      ),
    source: text.optional().describe('the address to come from'),
    as: dataName,
    on: connection,
    plain: inClear,
    expect: z
      .union([dialOutcome, z.array(dialOutcome).min(1)])
      .default('connected')
      .describe(
        "closed: connected, and ended by the server at once without a byte; not-dialled: an announced address that is neither the target's nor on its network (--data-address)",
      ),
    within: duration.optional().describe('how long it may take'),
    save: name.optional(),
    ...severityKeys,
  }),
  listen: z.strictObject({
    listen: name.describe('listens for the server; ${name.port} and ${name.eprt} are arguments'),
    at: text.optional().describe("an address; by default the control connection's own"),
    port: scalar.optional().describe('a port, or the first free of A-B or A,B,C'),
    on: connection,
  }),
  accept: z.strictObject({
    accept: name.describe('waits for the server to connect to this listener'),
    as: dataName,
    on: connection,
    within: duration.optional().describe('how long it may take'),
    save: name.optional(),
    ...severityKeys,
  }),
  'no-arrival': z.strictObject({
    'no-arrival': name.describe('the server does not connect to this listener'),
    within: duration.describe('for how long'),
    ...severityKeys,
  }),
  receive: z.strictObject({
    receive: z
      .union([z.literal('all'), z.number().int().min(1)])
      .describe('to the end, or this many bytes'),
    from: dataName,
    is: content.optional().describe('exactly these bytes must come'),
    save: name.optional(),
    within: duration.optional().describe('how long no byte may come'),
    ...severityKeys,
  }),
  transmit: z.strictObject({
    transmit: content.describe('bytes over the data connection'),
    to: dataName,
    then: z.enum(['end', 'keep']).default('end').describe('end: FIN after the bytes'),
    save: name.optional(),
  }),
  download: z.strictObject({
    download: text.describe(
      'a whole transfer to the client: data set-up, this command, data, completion',
    ),
    via: path.default('any').describe('how the data connection is set up'),
    rest: restMarker,
    on: connection,
    is: content.optional().describe('exactly these bytes must come'),
    preliminary: expected.optional().describe('judges the 1yz reply'),
    expect: expected.optional().describe('judges the completion, or the refusal that comes first'),
    save: name.optional().describe('bytes, text, lines, size, sha256, reply, preliminary'),
    ...severityKeys,
  }),
  upload: z.strictObject({
    upload: text.describe(
      'a whole transfer to the server: data set-up, this command, data, completion',
    ),
    content: content.describe('what is sent'),
    via: path.default('any').describe('how the data connection is set up'),
    rest: restMarker,
    on: connection,
    preliminary: expected.optional().describe('judges the 1yz reply'),
    expect: expected.optional().describe('judges the completion, or the refusal that comes first'),
    save: name.optional().describe('bytes, text, size, sha256, reply, preliminary'),
  }),
  check: z.strictObject({
    check: scalar.describe('a value, usually ${…}'),
    of: text
      .optional()
      .describe('what the value is, in words; by default told by the step that saved it'),
    ...comparison,
    ...severityKeys,
  }),
  if: z.strictObject({
    if: scalar.describe('a value, usually ${…}'),
    ...comparison,
    then: steps.describe('played where it holds'),
    else: steps.optional().describe('played where it does not'),
  }),
  repeat: z.strictObject({
    repeat: z.number().int().min(1).describe('this many times; ${turn} counts from 1'),
    within: duration.optional().describe('skips a server that takes longer for all of them'),
    steps: steps.describe('played each time'),
  }),
  'for-each': z.strictObject({
    'for-each': z.union([text, z.array(scalar)]).describe('a list, or ${…} that holds one'),
    as: name.describe('the name of the item'),
    steps: steps.describe('played for each item'),
  }),
  set: z.strictObject({ set: z.record(name, scalar).describe('values by their names') }),
  pause: z.strictObject({ pause: duration.describe('how long to wait: 500ms, 2s, 1m') }),
  warn: z.strictObject({
    warn: text.describe('warns with this reason and goes on'),
    cite: ruling.optional(),
  }),
  fail: z.strictObject({ fail: text.describe('fails with this reason'), cite: ruling.optional() }),
  skip: z.strictObject({ skip: text.describe('skips with this reason') }),
  done: z.strictObject({ done: text.describe('conforms; nothing is left to test') }),
  info: z.strictObject({ info: text.describe('something worth knowing, shown in the reports') }),
} as const satisfies Record<Verb, z.ZodType>;

/** One step: a verb and its keys. */
export type Step = { [V in Verb]: z.infer<(typeof VERBS)[V]> }[Verb];
/** The step of one verb. */
export type StepOf<V extends Verb> = z.infer<(typeof VERBS)[V]>;

const step = z
  .union(
    VERB_NAMES.map((verb) => VERBS[verb]) as unknown as readonly [z.ZodType<Step>, z.ZodType<Step>],
  )
  .meta({ id: 'step' });

export type Need = (typeof NEEDS)[number];

/** A scenario as a script says it. */
export const scenarioSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, 'an id is suite/name in small letters, digits and hyphens')
    .describe('suite/name in small letters, digits and hyphens; unique, and never changed'),
  title: text.describe('what holds when this passes'),
  covers: z
    .array(z.string())
    .default([])
    .describe('ids of the requirements this tests, the main one first'),
  level: z
    .enum(LEVELS)
    .optional()
    .describe('how binding it is; by default as the main requirement, MUST without one'),
  risk: z.enum(RISKS).optional().describe('may be higher than what the steps show, never lower'),
  needs: z
    .array(z.enum(NEEDS))
    .default([])
    .describe('what the server or the user must offer; skipped without'),
  start: start.optional().describe('logged-in where login is needed, otherwise secured'),
  exclusive: z.boolean().default(false).describe('plays while no other scenario does'),
  waits: z
    .boolean()
    .optional()
    .describe('exists to wait, for more than 10 s: plays first, and not with --quick'),
  note: text.optional().describe('why it is tested this way'),
  files: z
    .record(z.string(), content)
    .default({})
    .describe('made in the scratch directory before the steps'),
  setup: steps
    .optional()
    .describe('what is not under test: failing here is an error, not a failure'),
  steps: steps.describe('what the client does, and what must come of it'),
  cleanup: steps.optional().describe('plays whatever happened before'),
});

export const suiteSchema = z.array(scenarioSchema, 'a script is a list of scenarios');

/** What editors check and complete scripts with: `catalogue/scenario.schema.json`. */
export function scriptJsonSchema(): object {
  return z.toJSONSchema(suiteSchema, { io: 'input', target: 'draft-7' });
}

export type Script = z.infer<typeof scenarioSchema>;
export type Expected = z.infer<typeof expected>;
export type Expectation = z.infer<typeof expectation>;
export type Content = z.infer<typeof content>;
export type Path = z.infer<typeof path>;
export type Otherwise = z.infer<typeof otherwise>;
