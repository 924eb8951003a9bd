import { isNat64, reachOf, type Reach } from '../addresses.ts';
import {
  type Answer,
  answerText,
  type DataDial,
  isClass,
  type Purpose,
  type Transfer,
} from '../observations.ts';
import { changes, portTable, steady } from '../ports.ts';
import { decidingDial, opened, verbOf, type View, worked } from '../view.ts';
import { speaksOfAddress } from '../wording.ts';
import type { Sign } from './sign.ts';

/** Passive transfers of the way in which the diagnosis came in first. */
export function leading({ passive, logins }: View): readonly Transfer[] {
  const first = logins.find((one) => one.outcome === 'accepted');
  return passive.filter(
    ({ at }) => first && at.family === first.at.family && at.secured === first.at.secured,
  );
}

function pasvAddress(view: View, reach: Reach): Transfer[] {
  return view.passive.filter(
    (one) =>
      verbOf(one) === 'PASV' &&
      one.at.family === 4 &&
      one.endpoint !== undefined &&
      one.endpoint.host !== one.at.peer.host &&
      reachOf(one.endpoint.host) === reach &&
      // An address that carried the transfer is right, however odd it looks.
      (one.viaPeer || !worked(one)),
  );
}

/** Dials to where the server must be: an announced address that cannot be right does not count. */
function fairDial(transfer: Transfer): DataDial | undefined {
  return transfer.endpoint?.host === transfer.at.peer.host ? transfer.dial : transfer.peerDial;
}

function allDead(view: View, kinds: readonly DataDial['outcome'][]): readonly Transfer[] {
  const tried = leading(view).filter((one) => fairDial(one) !== undefined);
  if (tried.length < 1 || tried.some((one) => fairDial(one)?.outcome === 'connected')) return [];
  const like = tried.filter((one) => kinds.includes(fairDial(one)?.outcome ?? 'failed'));
  return like.length * 2 > tried.length ? like : [];
}

/** Transfers over several announced ports of one verb and way, of which some failed for want of a connection. */
function mixed(view: View): readonly Transfer[] {
  const all = leading(view).filter(({ purpose }) => COMPARABLE.has(purpose));
  // One verb failing as such is another matter.
  const good = all.filter(worked);
  const verbs = new Set(good.map(verbOf));
  const flows = good.some(({ bytes }) => bytes > 0);
  const bad = all.filter(
    (one) =>
      verbs.has(verbOf(one)) &&
      (noConnection(one) ||
        (flows && one.dataEnd === 'open' && one.bytes === 0 && one.stopped === 'data')),
  );
  return good.length > 0 && bad.length > 0
    ? all.filter((one) => good.includes(one) || bad.includes(one))
    : [];
}

/** So many in a row that work, then fail, are no chance. */
const ENOUGH_BEFORE = 6;
const ENOUGH_BEHIND = 3;

const COMPARABLE: ReadonlySet<Purpose> = new Set(['listing', 'sample', 'again', 'small']);

/** The connection did not come about, or led to somebody else. */
function noConnection(one: Transfer): boolean {
  return (
    one.stopped === 'dial' ||
    one.stopped === 'open' ||
    (one.stopped === 'completion' && one.bytes === 0 && !isClass(one.completion, 2))
  );
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
    /OOPS|bind/i.test(answerText(setup))
  );
}

/** Refused with 425 or 426, or cut off before any 150. */
function rejected(one: Transfer): boolean {
  const code = one.opened?.code;
  if (one.stopped === 'open' && (isClass(one.opened, 4) || isClass(one.opened, 5)))
    return code === 425 || code === 426 || one.dataEnd !== 'open';
  return (
    (one.stopped === 'completion' || one.stopped === 'data') &&
    one.bytes === 0 &&
    one.completion?.code === 425
  );
}

export const passiveSigns = {
  'PASV names a private address': {
    says: 'PASV names a private address that does not lead to the server',
    shownBy: (view) => pasvAddress(view, 'private'),
  },
  'PASV names an unusable address': {
    says: 'PASV names an address that leads nowhere (0.0.0.0, 127.0.0.1, 255.255.255.255, …)',
    shownBy: (view) => pasvAddress(view, 'unusable'),
  },
  'PASV names another host': {
    says: 'PASV names a public address other than the server’s, and it does not work',
    shownBy: (view) => pasvAddress(view, 'public'),
  },
  'peer address answers': {
    says: 'the same port works at the address of the control connection',
    shownBy: ({ passive }) => passive.filter((one) => one.viaPeer),
  },
  'peer address dead': {
    says: 'the same port at the address of the control connection does not answer either',
    shownBy: ({ passive }) =>
      passive.filter(({ peerDial }) => peerDial !== undefined && peerDial.outcome !== 'connected'),
  },
  'every passive dial silent': {
    says: 'every passive dial to the server goes unanswered',
    shownBy: (view) => allDead(view, ['filtered']),
  },
  'every passive dial refused': {
    says: 'every passive dial to the server is refused at once',
    shownBy: (view) => allDead(view, ['refused']),
  },
  'every passive dial unreachable': {
    says: 'every passive dial to the server is rejected by ICMP',
    shownBy: (view) => allDead(view, ['unreachable', 'failed']),
  },
  'EPSV works': {
    says: 'EPSV works',
    shownBy: (view) =>
      leading(view)
        .filter((one) => verbOf(one) === 'EPSV' && worked(one))
        .slice(0, 1),
  },
  'PASV works': {
    says: 'PASV works',
    shownBy: (view) =>
      leading(view)
        .filter((one) => verbOf(one) === 'PASV' && worked(one) && !one.viaPeer)
        .slice(0, 1),
  },
  'passive works': {
    says: 'a passive transfer works',
    shownBy: ({ passive }) => passive.filter(worked).slice(0, 1),
  },
  'passive works in clear': {
    says: 'a passive transfer works in clear',
    shownBy: ({ passive }) => passive.filter((one) => !one.protected && worked(one)).slice(0, 1),
  },
  'passive works under TLS': {
    says: 'a passive transfer works under TLS',
    shownBy: ({ passive }) => passive.filter((one) => one.protected && worked(one)).slice(0, 1),
  },
  'passive dead under TLS': {
    says: 'passive connections do not open under TLS',
    shownBy: ({ passive }) => {
      const secret = passive.filter((one) => one.at.secured);
      return secret.some(opened) ? [] : secret.filter((one) => one.stopped === 'dial');
    },
  },
  'passive dead in clear': {
    says: 'passive connections do not open in clear',
    shownBy: ({ passive }) => {
      const clear = passive.filter((one) => !one.at.secured);
      return clear.some(opened) ? [] : clear.filter((one) => one.stopped === 'dial');
    },
  },
  'clear not compared': {
    says: 'whether it works in clear was not tried',
    shownBy: ({ seen, passive, target }) =>
      target.security !== 'ftp' && !passive.some((one) => !one.at.secured)
        ? seen.filter(
            (one) =>
              one.kind === 'login' && (one.outcome === 'withheld' || one.outcome === 'accepted'),
          )
        : [],
  },
  'TLS from the first byte': {
    says: 'TLS is implicit, so that no helper ever read this port',
    shownBy: ({ handshakes }) => handshakes.filter(({ how }) => how === 'implicit').slice(0, 1),
  },
  'other endpoint under TLS': {
    says: 'PASV names another address in clear than under TLS',
    shownBy: ({ passive }) => {
      const named = passive.filter(
        (one) => verbOf(one) === 'PASV' && one.endpoint && one.at.family === 4,
      );
      const hosts = (secured: boolean): Set<string | undefined> =>
        new Set(named.filter((one) => one.at.secured === secured).map((one) => one.endpoint?.host));
      const clear = hosts(false);
      const secret = hosts(true);
      const differs =
        clear.size > 0 && secret.size > 0 && ![...clear].some((host) => secret.has(host));
      return differs ? named : [];
    },
  },
  'EPSV dead': {
    says: 'EPSV names a port that is dead, or cannot be read',
    shownBy: (view) =>
      leading(view).filter(
        (one) =>
          verbOf(one) === 'EPSV' &&
          one.purpose === 'listing' &&
          (one.stopped === 'dial' ||
            one.stopped === 'open' ||
            (one.stopped === 'set-up' && isClass(one.setup, 2))),
      ),
  },
  'EPSV refused': {
    says: 'EPSV is refused',
    shownBy: (view) =>
      leading(view).filter(
        (one) => verbOf(one) === 'EPSV' && (isClass(one.setup, 5) || isClass(one.setup, 4)),
      ),
  },
  'PASV dead': {
    says: 'PASV names a port that is dead',
    shownBy: (view) =>
      leading(view).filter(
        (one) => verbOf(one) === 'PASV' && one.purpose === 'listing' && one.stopped === 'dial',
      ),
  },
  'PASV unreadable': {
    says: 'the reply to PASV names no endpoint',
    shownBy: (view) =>
      leading(view).filter(
        (one) => verbOf(one) === 'PASV' && one.stopped === 'set-up' && isClass(one.setup, 2),
      ),
  },
  'passive mode refused': {
    says: 'both PASV and EPSV are refused',
    shownBy: (view) => {
      const tried = leading(view).filter((one) => one.purpose === 'listing');
      const refused = tried.filter((one) => isClass(one.setup, 5) || isClass(one.setup, 4));
      return refused.length > 0 && refused.length === tried.length ? refused : [];
    },
  },
  'some ports fail, apart from the others': {
    says: 'some announced ports work and others fail, each on their side of a boundary',
    shownBy: (view) => {
      const tried = mixed(view);
      const table = portTable(tried);
      const apart = table.fickle.length === 0 && table.bad.length > 1 && changes(table) <= 2;
      const edge = table.fickle.length === 0 && table.bad.length === 1 && changes(table) === 1;
      return apart || edge ? failures(tried) : [];
    },
  },
  'ports fail here and there': {
    says: 'announced ports work and fail without a boundary between them',
    shownBy: (view) => {
      const tried = mixed(view);
      const table = portTable(tried);
      return table.bad.length + table.fickle.length > 1 &&
        (table.fickle.length > 0 || changes(table) > 2)
        ? failures(tried)
        : [];
    },
  },
  'the same ports fail each time': {
    says: 'ports tried again did the same again: some always fail, the others always work',
    shownBy: (view) => {
      const tried = mixed(view);
      return portTable(tried).bad.length > 1 && steady(tried) ? failures(tried) : [];
    },
  },
  'connections fail from some moment on': {
    says: 'the first connections all open, and from some moment on hardly any, whatever the port',
    shownBy: (view) => {
      const tried = mixed(view);
      const turn = tried.findIndex((one) => !worked(one));
      const behind = tried.slice(turn);
      const dead = behind.filter(({ stopped }) => stopped === 'dial');
      // A rate that was used up lets one through now and then.
      return turn >= ENOUGH_BEFORE &&
        dead.length >= ENOUGH_BEHIND &&
        dead.length * 3 >= behind.length * 2
        ? dead
        : [];
    },
  },
  'one port fails among others': {
    says: 'a single announced port fails each time, and those around it work',
    shownBy: (view) => {
      const tried = mixed(view);
      const table = portTable(tried);
      return table.bad.length === 1 && table.fickle.length === 0 && table.good.length >= 2
        ? failures(tried)
        : [];
    },
  },
  'that port belongs to another protocol': {
    says: 'devices are known to look into that port (5060 SIP, 1720 H.323, 1723 PPTP, …)',
    shownBy: (view) => {
      const { bad } = portTable(mixed(view));
      return bad.length === 1 && INSPECTED.has(bad[0] ?? 0) ? failures(mixed(view)) : [];
    },
  },
  'one port failed once': {
    says: 'one attempt failed while the same port worked at another time',
    shownBy: (view) => {
      const tried = mixed(view);
      const table = portTable(tried);
      return table.bad.length === 0 && table.fickle.length === 1 ? failures(tried) : [];
    },
  },
  'ports run out': {
    says: 'passive set-ups worked at first and were then refused, or hung',
    shownBy: (view) => {
      const all = leading(view);
      return all.filter(
        (one, index) =>
          one.stopped === 'set-up' &&
          refusedForNow(one.setup) &&
          all
            .slice(0, index)
            .some((earlier) => verbOf(earlier) === verbOf(one) && earlier.stopped !== 'set-up'),
      );
    },
  },
  'busy ports lead outside': {
    says: 'single transfers always work, while of several at the same time some get a dead port',
    shownBy: (view) => {
      const all = leading(view);
      const alone = all.filter((one) => one.purpose === 'sample');
      return alone.length > 0 && alone.every(worked)
        ? all.filter((one) => one.purpose === 'together' && one.stopped === 'dial')
        : [];
    },
  },
  'one session takes the other’s port': {
    says: 'a passive set-up is refused while another session holds a port, and works afterwards',
    shownBy: (view) =>
      leading(view).filter(
        (one, index, all) =>
          one.stopped === 'set-up' &&
          (isClass(one.setup, 4) || /OOPS|bind|port/i.test(answerText(one.setup))) &&
          all.slice(index + 1).some((later) => later.stopped !== 'set-up'),
      ),
  },
  'set-up refused for now': {
    says: 'the passive set-up is refused with a reply that means "later"',
    shownBy: (view) =>
      leading(view).filter((one) => one.stopped === 'set-up' && isClass(one.setup, 4)),
  },
  'outside the declared range': {
    says: 'an announced port lies outside the range given by --passive-ports',
    shownBy: ({ passive, wishes }) => {
      const range = wishes.passivePorts;
      return range
        ? passive.filter(
            ({ endpoint }) => endpoint && (endpoint.port < range[0] || endpoint.port > range[1]),
          )
        : [];
    },
  },
  'connected, then rejected': {
    says: 'the data connection opens, then the server rejects or ignores it',
    shownBy: (view) =>
      leading(view).filter(
        (one) =>
          decidingDial(one)?.outcome === 'connected' &&
          (rejected(one) || (one.stopped === 'open' && one.opened?.how === 'silence')),
      ),
  },
  'ignored without a word': {
    says: 'the transfer command then draws no reply',
    shownBy: (view) => {
      const tried = leading(view).filter((one) => decidingDial(one)?.outcome === 'connected');
      return tried.some(rejected) ? [] : tried.filter((one) => one.opened?.how === 'silence');
    },
  },
  'rejection speaks of the address': {
    says: 'the refusal speaks of an address',
    shownBy: (view) =>
      leading(view).filter(({ opened: first, completion }) =>
        [first, completion].some(
          (answer) => answer && answer.code >= 400 && speaksOfAddress(answerText(answer)),
        ),
      ),
  },
  'set-up silent': {
    says: 'NOOP is answered, and then PASV or EPSV draws nothing',
    shownBy: (view) =>
      view.passive.filter(
        (one) =>
          one.setup.how === 'silence' && (one.before === undefined || one.before.how === 'reply'),
      ),
  },
  'set-up worked before': {
    says: 'the same command had been answered before',
    shownBy: ({ passive }) =>
      passive.filter(
        (one, index) =>
          one.setup.how !== 'reply' &&
          passive
            .slice(0, index)
            .some(
              (earlier) =>
                verbOf(earlier) === verbOf(one) &&
                earlier.setup.how === 'reply' &&
                earlier.at.secured === one.at.secured &&
                earlier.at.family === one.at.family,
            ),
      ),
  },
  'closed behind the set-up': {
    says: 'the control connection ends right behind the reply to PASV or EPSV',
    shownBy: ({ passive }) =>
      passive.filter(
        ({ setup, opened: first }) =>
          isClass(setup, 2) &&
          first?.command === '' &&
          (first.how === 'closed' || first.how === 'reset'),
      ),
  },
  'control port is not 21': {
    says: 'the control port is not 21, where FTP helpers look',
    shownBy: ({ target, dials }) => (target.port === 21 ? [] : dials.slice(0, 1)),
  },
  'ports spread wide': {
    says: 'the announced ports are spread over thousands: no range is set',
    shownBy: (view) => {
      const ports = leading(view).flatMap(({ endpoint }) => (endpoint ? [endpoint.port] : []));
      return Math.max(...ports) - Math.min(...ports) > 2000
        ? leading(view).filter((one) => one.endpoint)
        : [];
    },
  },
  'other family works': {
    says: 'passive transfers work over the other address family',
    shownBy: (view) => {
      const family = leading(view)[0]?.at.family;
      return view.passive.filter((one) => one.at.family !== family && worked(one)).slice(0, 1);
    },
  },
  'IPv6 data fails': {
    says: 'IPv6 carries the control connection but no data connection',
    shownBy: ({ passive }) => {
      const six = passive.filter(({ at }) => at.family === 6);
      return six.some(worked) ? [] : six;
    },
  },
  'IPv4 data works': {
    says: 'IPv4 carries both',
    shownBy: ({ passive }) =>
      passive.filter((one) => one.at.family === 4 && worked(one)).slice(0, 1),
  },
  'no EPSV over IPv6': {
    says: 'EPSV, the only passive command for IPv6, is refused',
    shownBy: ({ passive }) =>
      passive.filter(
        (one) =>
          one.at.family === 6 &&
          verbOf(one) === 'EPSV' &&
          (isClass(one.setup, 5) || isClass(one.setup, 4)),
      ),
  },
  'behind NAT64': {
    says: 'the address carries the prefix of a NAT64',
    shownBy: ({ dials }) => dials.filter(({ to }) => isNat64(to.host)),
  },
} satisfies Readonly<Record<string, Sign>>;

/** Ports that inspecting devices claim: SIP, H.323, PPTP, RTSP, SCCP, MGCP, IRC, Oracle, NFS, SQL. */
const INSPECTED: ReadonlySet<number> = new Set([
  554, 1503, 1521, 1720, 1723, 2000, 2049, 2427, 2727, 5060, 5061, 6667, 7070, 8080, 8554,
]);
