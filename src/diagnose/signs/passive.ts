import { isNat64, reachOf, type Reach } from '../addresses.ts';
import { answerText, type DataDial, isClass, type Transfer } from '../observations.ts';
import { decidingDial, leading, opened, verbOf, type View, worked } from '../view.ts';
import { speaksOfAddress, speaksOfConnection } from '../wording.ts';
import type { Sign } from './sign.ts';

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

/** Refused with 425 or 426, or cut off before any 150. */
function rejected(one: Transfer): boolean {
  const { opened: answer } = one;
  if (one.stopped === 'open' && answer && (isClass(answer, 4) || isClass(answer, 5))) {
    if (answer.code === 425 || answer.code === 426) return true;
    // Other refusals may be about the file.
    const text = answerText(answer);
    return one.dataEnd !== 'open' && (speaksOfAddress(text) || speaksOfConnection(text));
  }
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
  'passive works in this family': {
    says: 'a passive transfer works over the address family that clients try first',
    shownBy: (view) => {
      const family = leading(view)[0]?.at.family;
      return view.passive.filter((one) => one.at.family === family && worked(one)).slice(0, 1);
    },
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
