import {
  type Answer,
  isClass,
  ownWords,
  type Purpose,
  type Transfer,
} from '../../probe/observations.ts';
import { changes, portTable, steady } from '../evidence/ports.ts';
import { decidingDial, leading, setUpVerb, type View, worked } from '../evidence/view.ts';
import { speaksOfAddress, speaksOfConnection, speaksOfPorts } from '../../probe/reply-phrases.ts';
import type { Symptom } from './symptom.ts';

/** Transfers over several announced ports of one verb and way, of which some failed for want of a connection. */
function mixed(view: View): readonly Transfer[] {
  const all = leading(view).filter(({ purpose }) => COMPARABLE.has(purpose));
  // One verb failing as such is another matter.
  const good = all.filter(worked);
  const verbs = new Set(good.map(setUpVerb));
  const flows = good.some(({ bytes }) => bytes > 0);
  const bad = all.filter(
    (one) =>
      verbs.has(setUpVerb(one)) &&
      (noConnection(one) ||
        (flows && one.dataEnd === 'open' && one.bytes === 0 && one.stopped === 'data')),
  );
  return good.length > 0 && bad.length > 0
    ? all.filter((one) => good.includes(one) || bad.includes(one))
    : [];
}

/** This many in a row that work, then this many that fail, are no chance. */
const ENOUGH_BEFORE = 6;
const ENOUGH_AFTER = 3;

/** They ask for the same; where less data comes through, that is not the port's doing. */
const COMPARABLE: ReadonlySet<Purpose> = new Set(['listing', 'sample', 'again']);

/** The connection did not come about, or led to somebody else; a refusal that speaks of neither is not the port's. */
function noConnection(one: Transfer): boolean {
  return (
    one.stopped === 'dial' ||
    (one.stopped === 'open' && !refusesOtherwise(one)) ||
    (one.stopped === 'completion' && one.bytes === 0 && !isClass(one.completion, 2))
  );
}

/** The dial succeeded and the server says no: about a file, a limit, a disk, which no port has to do with. */
function refusesOtherwise({ opened: answer }: Transfer): boolean {
  if (answer?.how !== 'reply' || answer.code === 425 || answer.code === 426) return false;
  const words = ownWords(answer);
  return !speaksOfAddress(words) && !speaksOfConnection(words);
}

function isWorking(one: Transfer | undefined): boolean {
  return one !== undefined && worked(one);
}

function failures(tried: readonly Transfer[]): readonly Transfer[] {
  return tried.filter((one) => !worked(one));
}

/** A set-up that is refused, or draws nothing; the end of the whole session is another matter. */
function refusedForNow(setup: Answer): boolean {
  return (
    setup.how === 'silence' ||
    (isClass(setup, 4) && setup.code !== 421) ||
    isClass(setup, 5) ||
    // vsftpd ends the session over it
    speaksOfPorts(ownWords(setup))
  );
}

/** What many passive transfers one after another tell of the ports that they were given. */
export const portSymptoms = {
  'some ports fail, apart from the others': {
    description: 'some announced ports work and others fail, each on their side of a boundary',
    evidence: (view) => {
      const tried = mixed(view);
      const table = portTable(tried);
      const apart = table.fickle.length === 0 && table.bad.length > 1 && changes(table) <= 2;
      const edge = table.fickle.length === 0 && table.bad.length === 1 && changes(table) === 1;
      return apart || edge ? failures(tried) : [];
    },
  },
  'ports fail here and there': {
    description: 'announced ports work and fail without a boundary between them',
    evidence: (view) => {
      const tried = mixed(view);
      const table = portTable(tried);
      return table.bad.length + table.fickle.length > 1 &&
        (table.fickle.length > 0 || changes(table) > 2)
        ? failures(tried)
        : [];
    },
  },
  'the same ports fail each time': {
    description: 'ports tried again did the same again: some always fail, the others always work',
    evidence: (view) => {
      const tried = mixed(view);
      return portTable(tried).bad.length > 1 && steady(tried) ? failures(tried) : [];
    },
  },
  'connections fail from some moment on': {
    description:
      'the first connections all open, and from some moment on hardly any, whatever the port',
    evidence: (view) => {
      const tried = mixed(view);
      const turn = tried.findIndex((one) => !worked(one));
      const after = tried.slice(turn);
      const dead = after.filter(({ stopped }) => stopped === 'dial');
      // A rate that was used up lets one through now and then, and never two in a row.
      const apart = after.every((one, index) => !worked(one) || !isWorking(after[index + 1]));
      const silent = dead.every((one) => decidingDial(one)?.outcome === 'filtered');
      const most = dead.length * 3 >= after.length * 2;
      const half = dead.length * 2 >= after.length && apart && silent;
      return turn >= ENOUGH_BEFORE && dead.length >= ENOUGH_AFTER && (most || half) ? dead : [];
    },
  },
  'one port fails among others': {
    description: 'a single announced port fails each time, and those around it work',
    evidence: (view) => {
      const tried = mixed(view);
      const table = portTable(tried);
      return table.bad.length === 1 && table.fickle.length === 0 && table.good.length >= 2
        ? failures(tried)
        : [];
    },
  },
  'that port belongs to another protocol': {
    description: 'devices are known to look into that port (5060 SIP, 1720 H.323, 1723 PPTP, …)',
    evidence: (view) => {
      const { bad } = portTable(mixed(view));
      return bad.length === 1 && INSPECTED.has(bad[0] ?? 0) ? failures(mixed(view)) : [];
    },
  },
  'one port failed once': {
    description: 'one attempt failed while the same port worked at another time',
    evidence: (view) => {
      const tried = mixed(view);
      const table = portTable(tried);
      return table.bad.length === 0 && table.fickle.length === 1 ? failures(tried) : [];
    },
  },
  'ports run out': {
    description: 'passive set-ups worked at first and were then refused, or hung',
    evidence: (view) => {
      const all = leading(view);
      return all.filter(
        (one, index) =>
          one.stopped === 'set-up' &&
          refusedForNow(one.setup) &&
          all
            .slice(0, index)
            .some(
              (earlier) => setUpVerb(earlier) === setUpVerb(one) && earlier.stopped !== 'set-up',
            ),
      );
    },
  },
  'busy ports lead outside': {
    description:
      'single transfers always work, while of several at the same time some get a dead port',
    evidence: (view) => {
      const all = leading(view);
      const alone = all.filter((one) => one.purpose === 'sample');
      return alone.length > 0 && alone.every(worked)
        ? all.filter((one) => one.purpose === 'together' && one.stopped === 'dial')
        : [];
    },
  },
  'one session takes the other’s port': {
    description:
      'a passive set-up is refused while another session holds a port, and works afterwards',
    evidence: (view) =>
      leading(view).filter(
        (one, index, all) =>
          one.stopped === 'set-up' &&
          (isClass(one.setup, 4) || speaksOfPorts(ownWords(one.setup))) &&
          all
            .slice(index + 1)
            .some((later) => setUpVerb(later) === setUpVerb(one) && later.stopped !== 'set-up'),
      ),
  },
  'set-up refused for now': {
    description: 'the passive set-up is refused with a reply that means "later"',
    evidence: (view) =>
      leading(view).filter((one) => one.stopped === 'set-up' && isClass(one.setup, 4)),
  },
  'outside the declared range': {
    description: 'an announced port lies outside the range given by --passive-ports',
    evidence: ({ passive, options }) => {
      const range = options.passivePorts;
      return range
        ? passive.filter(
            ({ endpoint }) => endpoint && (endpoint.port < range[0] || endpoint.port > range[1]),
          )
        : [];
    },
  },
} satisfies Readonly<Record<string, Symptom>>;

/** Ports that inspecting devices claim: SIP, H.323, PPTP, RTSP, SCCP, MGCP, IRC, Oracle, NFS, SQL. */
const INSPECTED: ReadonlySet<number> = new Set([
  554, 1503, 1521, 1720, 1723, 2000, 2049, 2427, 2727, 5060, 5061, 6667, 7070, 8080, 8554,
]);
