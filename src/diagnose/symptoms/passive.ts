import {
  isBorrowed,
  isCarriers,
  isNat64,
  reachOf,
  type AddressReach,
} from '../../probe/addresses.ts';
import { type DataDial, isClass, type Transfer, ownWords } from '../../probe/observations.ts';
import { decidingDial, leading, opened, setUpVerb, type View, worked } from '../evidence/view.ts';
import {
  speaksOfAddress,
  speaksOfConnection,
  speaksOfDisabled,
} from '../../probe/reply-phrases.ts';
import type { Symptom } from './symptom.ts';

function pasvAddress(view: View, reach: AddressReach): Transfer[] {
  return view.passive.filter(
    (one) =>
      setUpVerb(one) === 'PASV' &&
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

/**
 * A data connection that opened and got nothing: where ports lead to others than those announced, it may have met one
 * that was announced to another session of ours.
 */
function isAstray(one: Transfer): boolean {
  return opened(one) && !worked(one) && one.bytes === 0;
}

function allDead(view: View, kinds: readonly DataDial['outcome'][]): readonly Transfer[] {
  const all = leading(view).filter((one) => fairDial(one) !== undefined);
  const tried = all.filter((one) => !isAstray(one));
  if (tried.length < 1 || tried.some((one) => fairDial(one)?.outcome === 'connected')) return [];
  // Many of those are no accident.
  if ((all.length - tried.length) * 4 > all.length) return [];
  const like = tried.filter((one) => kinds.includes(fairDial(one)?.outcome ?? 'failed'));
  return like.length * 2 > tried.length ? like : [];
}

/** Refused with 425 or 426, or cut off before any 150. */
function rejected(one: Transfer): boolean {
  const { opened: answer } = one;
  if (one.stopped === 'open' && answer && (isClass(answer, 4) || isClass(answer, 5))) {
    if (answer.code === 425 || answer.code === 426) return true;
    // Other refusals may be about the file.
    const text = ownWords(answer);
    return one.dataEnd !== 'open' && (speaksOfAddress(text) || speaksOfConnection(text));
  }
  return (
    (one.stopped === 'completion' || one.stopped === 'data') &&
    one.bytes === 0 &&
    one.completion?.code === 425
  );
}

export const passiveSymptoms = {
  'PASV names a private address': {
    description: 'PASV names a private address that does not lead to the server',
    evidence: (view) => pasvAddress(view, 'private'),
  },
  'PASV names a borrowed address': {
    description:
      'PASV names an address of a range for tests or documents (198.18/15, 192.0.2/24, …)',
    evidence: (view) =>
      [...pasvAddress(view, 'private'), ...pasvAddress(view, 'public')].filter((one) =>
        isBorrowed(one.endpoint?.host ?? '', one.at.peer.host),
      ),
  },
  'PASV names a carrier’s address': {
    description: 'PASV names an address of a carrier’s NAT (100.64/10)',
    evidence: (view) =>
      pasvAddress(view, 'private').filter((one) => isCarriers(one.endpoint?.host ?? '')),
  },
  'PASV names an unusable address': {
    description:
      'PASV names an address that leads nowhere (0.0.0.0, 127.0.0.1, 255.255.255.255, …)',
    evidence: (view) => pasvAddress(view, 'unusable'),
  },
  'PASV names another host': {
    description: 'PASV names a public address other than the server’s, and it does not work',
    evidence: (view) => pasvAddress(view, 'public'),
  },
  'peer address answers': {
    description: 'the same port works at the address of the control connection',
    evidence: ({ passive }) => passive.filter((one) => one.viaPeer),
  },
  'peer address dead': {
    description: 'the same port at the address of the control connection does not answer either',
    evidence: ({ passive }) =>
      passive.filter(({ peerDial }) => peerDial !== undefined && peerDial.outcome !== 'connected'),
  },
  'every passive dial silent': {
    description: 'every passive dial to the server goes unanswered',
    evidence: (view) => allDead(view, ['filtered']),
  },
  'every passive dial refused': {
    description: 'every passive dial to the server is refused at once',
    evidence: (view) => allDead(view, ['refused']),
  },
  'every passive dial unreachable': {
    description: 'every passive dial to the server is rejected by ICMP',
    evidence: (view) => allDead(view, ['unreachable', 'failed']),
  },
  'a passive dial leads astray': {
    description: 'a passive dial opens and carries nothing, as one that reaches somebody else does',
    evidence: (view) => leading(view).filter(isAstray),
  },
  'EPSV works': {
    description: 'EPSV works',
    evidence: (view) =>
      leading(view)
        .filter((one) => setUpVerb(one) === 'EPSV' && worked(one))
        .slice(0, 1),
  },
  'PASV works': {
    description: 'PASV works',
    evidence: (view) =>
      leading(view)
        .filter((one) => setUpVerb(one) === 'PASV' && worked(one) && !one.viaPeer)
        .slice(0, 1),
  },
  'passive works': {
    description: 'a passive transfer works',
    evidence: ({ passive }) => passive.filter(worked).slice(0, 1),
  },
  'passive works in this family': {
    description: 'a passive transfer works over the address family that clients try first',
    evidence: (view) => {
      const family = leading(view)[0]?.at.family;
      return view.passive.filter((one) => one.at.family === family && worked(one)).slice(0, 1);
    },
  },
  'passive works in clear': {
    description: 'a passive transfer works in clear',
    evidence: ({ passive }) => passive.filter((one) => !one.protected && worked(one)).slice(0, 1),
  },
  'passive works under TLS': {
    description: 'a passive transfer works under TLS',
    evidence: ({ passive }) => passive.filter((one) => one.protected && worked(one)).slice(0, 1),
  },
  'passive dead under TLS': {
    description: 'passive connections do not open under TLS',
    evidence: ({ passive }) => {
      const secret = passive.filter((one) => one.at.secured);
      return secret.some(opened) ? [] : secret.filter((one) => one.stopped === 'dial');
    },
  },
  'passive dead in clear': {
    description: 'passive connections do not open in clear',
    evidence: ({ passive }) => {
      const clear = passive.filter((one) => !one.at.secured);
      return clear.some(opened) ? [] : clear.filter((one) => one.stopped === 'dial');
    },
  },
  'clear not compared': {
    description: 'whether it works in clear was not tried',
    evidence: ({ seen, passive, target }) =>
      target.security !== 'ftp' && !passive.some((one) => !one.at.secured)
        ? seen.filter(
            (one) =>
              one.kind === 'login' && (one.outcome === 'withheld' || one.outcome === 'accepted'),
          )
        : [],
  },
  'TLS from the first byte': {
    description: 'TLS is implicit, so that no helper ever read this port',
    evidence: ({ handshakes }) => handshakes.filter(({ how }) => how === 'implicit').slice(0, 1),
  },
  'other endpoint under TLS': {
    description: 'PASV names another address in clear than under TLS',
    evidence: ({ passive }) => {
      const named = passive.filter(
        (one) => setUpVerb(one) === 'PASV' && one.endpoint && one.at.family === 4,
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
    description: 'EPSV names a port that is dead, or cannot be read',
    evidence: (view) =>
      leading(view).filter(
        (one) =>
          setUpVerb(one) === 'EPSV' &&
          one.purpose === 'listing' &&
          (one.stopped === 'dial' ||
            one.stopped === 'open' ||
            (one.stopped === 'set-up' && isClass(one.setup, 2))),
      ),
  },
  'EPSV refused': {
    description: 'EPSV is refused',
    evidence: (view) =>
      leading(view).filter(
        (one) => setUpVerb(one) === 'EPSV' && (isClass(one.setup, 5) || isClass(one.setup, 4)),
      ),
  },
  'PASV dead': {
    description: 'PASV names a port that is dead',
    evidence: (view) =>
      leading(view).filter(
        (one) => setUpVerb(one) === 'PASV' && one.purpose === 'listing' && one.stopped === 'dial',
      ),
  },
  'PASV unreadable': {
    description: 'the reply to PASV names no endpoint',
    evidence: (view) =>
      leading(view).filter(
        (one) => setUpVerb(one) === 'PASV' && one.stopped === 'set-up' && isClass(one.setup, 2),
      ),
  },
  'passive mode refused': {
    description: 'both PASV and EPSV are refused',
    evidence: (view) => {
      const tried = leading(view).filter((one) => one.purpose === 'listing');
      const refused = tried.filter((one) => isClass(one.setup, 5) || isClass(one.setup, 4));
      return refused.length > 0 && refused.length === tried.length ? refused : [];
    },
  },
  'refusal of passive mode says so': {
    description: 'the replies say that the commands are unknown, or switched off',
    evidence: (view) =>
      leading(view).filter(
        ({ setup }) =>
          setup.code === 502 || (setup.code >= 400 && speaksOfDisabled(ownWords(setup))),
      ),
  },
  'connected, then rejected': {
    description: 'the data connection opens, then the server rejects or ignores it',
    evidence: (view) =>
      leading(view).filter(
        (one) =>
          decidingDial(one)?.outcome === 'connected' &&
          (rejected(one) || (one.stopped === 'open' && one.opened?.how === 'silence')),
      ),
  },
  'ignored without a reply': {
    description: 'the transfer command then draws no reply',
    evidence: (view) => {
      const tried = leading(view).filter((one) => decidingDial(one)?.outcome === 'connected');
      return tried.some(rejected) ? [] : tried.filter((one) => one.opened?.how === 'silence');
    },
  },
  'rejection speaks of the address': {
    description: 'the refusal speaks of an address',
    evidence: (view) =>
      leading(view).filter(({ opened: first, completion }) =>
        [first, completion].some(
          (answer) => answer && answer.code >= 400 && speaksOfAddress(ownWords(answer)),
        ),
      ),
  },
  'set-up silent': {
    description: 'NOOP is answered, and then PASV or EPSV draws nothing',
    evidence: (view) =>
      view.passive.filter(
        (one) =>
          one.setup.how === 'silence' && (one.before === undefined || one.before.how === 'reply'),
      ),
  },
  'NOOP is answered behind it': {
    description: 'NOOP, sent after it, is answered',
    evidence: ({ passive }) => passive.filter(({ setup }) => setup.alive === true),
  },
  'set-up worked before': {
    description: 'the same command had been answered before',
    evidence: ({ passive }) =>
      passive.filter(
        (one, index) =>
          one.setup.how !== 'reply' &&
          passive
            .slice(0, index)
            .some(
              (earlier) =>
                setUpVerb(earlier) === setUpVerb(one) &&
                earlier.setup.how === 'reply' &&
                earlier.at.secured === one.at.secured &&
                earlier.at.family === one.at.family,
            ),
      ),
  },
  'closed after the set-up': {
    description: 'the control connection ends right after the reply to PASV or EPSV',
    evidence: ({ passive }) =>
      passive.filter(
        ({ setup, opened: first }) =>
          isClass(setup, 2) &&
          first?.command === '' &&
          (first.how === 'closed' || first.how === 'reset'),
      ),
  },
  'control port is not 21': {
    description: 'the control port is not 21, the one that FTP helpers watch',
    evidence: ({ target, dials }) => (target.port === 21 ? [] : dials.slice(0, 1)),
  },
  'ports spread wide': {
    description: 'the announced ports are spread over thousands: no range is set',
    evidence: (view) => {
      const ports = leading(view).flatMap(({ endpoint }) => (endpoint ? [endpoint.port] : []));
      return Math.max(...ports) - Math.min(...ports) > 2000
        ? leading(view).filter((one) => one.endpoint)
        : [];
    },
  },
  'IPv6 data fails': {
    description: 'IPv6 carries the control connection, and no data connection opens',
    evidence: ({ passive }) => {
      const six = passive.filter(({ at }) => at.family === 6);
      return six.some(opened) ? [] : six;
    },
  },
  'IPv4 data works': {
    description: 'IPv4 carries both',
    evidence: ({ passive }) =>
      passive.filter((one) => one.at.family === 4 && worked(one)).slice(0, 1),
  },
  'no EPSV over IPv6': {
    description: 'EPSV, the only passive command for IPv6, is refused',
    evidence: ({ passive }) =>
      passive.filter(
        (one) =>
          one.at.family === 6 &&
          setUpVerb(one) === 'EPSV' &&
          (isClass(one.setup, 5) || isClass(one.setup, 4)),
      ),
  },
  'behind NAT64': {
    description: 'the address carries the prefix of a NAT64',
    evidence: ({ dials }) => dials.filter(({ to }) => isNat64(to.host)),
  },
} satisfies Readonly<Record<string, Symptom>>;
