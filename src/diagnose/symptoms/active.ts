import { reachOf, addressesIn } from '../../probe/addresses.ts';
import {
  answerText,
  isClass,
  type Observation,
  type Transfer,
  ownWords,
} from '../../probe/observations.ts';
import { setUpVerb, type View, worked } from '../evidence/view.ts';
import {
  speaksOfAddress,
  speaksOfConnection,
  speaksOfDisabled,
  speaksOfProtection,
} from '../../probe/reply-phrases.ts';
import { seenAs } from './peer.ts';
import type { Symptom } from './symptom.ts';

function refusals({ active }: View) {
  return active.filter(
    (one) =>
      one.stopped === 'set-up' &&
      (isClass(one.setup, 5) || isClass(one.setup, 4)) &&
      !speaksOfProtection(ownWords(one.setup)),
  );
}

/** A transfer refused for another reason, such as a missing permission, says nothing of the connection. */
function saysItCannotConnect({ stopped, opened }: Transfer): boolean {
  return (
    stopped === 'open' &&
    (!isClass(opened, 5) || (opened !== undefined && speaksOfConnection(ownWords(opened))))
  );
}

/** Addresses that the server says this client has, and this client does not know. */
function strangeAddresses(view: View): readonly Observation[] {
  const own = new Set(view.logins.flatMap(({ at }) => [at.local.host, at.peer.host]));
  const strange = (text: string): boolean =>
    addressesIn(text).some(
      (address) =>
        !own.has(address) &&
        reachOf(address) !== 'unusable' &&
        // With a port after it, it is the server's own end.
        !new RegExp(`connected to:? *\\S*${address.replaceAll('.', '\\.')}:\\d`, 'i').test(text),
    );
  return [
    ...view.exchanges.filter(
      ({ answer }) =>
        answer.command === 'STAT' &&
        answer.lines.some((line) => /connected|from|client/i.test(line) && strange(line)),
    ),
    ...refusals(view).filter(({ setup }) => strange(answerText(setup))),
  ];
}

export const activeSymptoms = {
  'active ignored too': {
    description:
      'in active mode the connection comes, and the transfer command draws no reply either',
    evidence: ({ active }) =>
      active.filter(
        (one) =>
          one.accepted !== undefined && one.stopped === 'open' && one.opened?.how === 'silence',
      ),
  },
  'active works': {
    description: 'an active transfer works',
    evidence: ({ active }) => active.filter(worked).slice(0, 1),
  },
  'active silent': {
    description:
      'the server accepts PORT, or says nothing while it tries, and its connection never arrives',
    evidence: ({ active }) => {
      const dead = active.filter(
        (one) =>
          one.accepted === undefined &&
          one.purpose === 'listing' &&
          // Some servers connect at PORT, and answer when that failed.
          (one.setup.how === 'silence' ||
            (isClass(one.setup, 2) && (one.stopped === 'accept' || saysItCannotConnect(one)))),
      );
      return active.some((one) => one.accepted) ? [] : dead;
    },
  },
  'active refused': {
    description: 'PORT and EPRT are refused at once',
    evidence: (view) => {
      const refused = refusals(view);
      return view.active.some((one) => isClass(one.setup, 2)) ? [] : refused;
    },
  },
  'PORT fails, EPRT works': {
    description: 'PORT fails where EPRT, which says the same, works',
    evidence: ({ active }) => {
      const clear = active.filter(({ at }) => !at.secured);
      return clear.some((one) => setUpVerb(one) === 'EPRT' && worked(one))
        ? clear.filter(
            (one) => setUpVerb(one) === 'PORT' && one.purpose === 'listing' && !worked(one),
          )
        : [];
    },
  },
  'PORT works under TLS only': {
    description: 'PORT fails in clear and works under TLS',
    evidence: ({ active }) => {
      const ports = active.filter((one) => setUpVerb(one) === 'PORT');
      const clear = ports.filter(({ at }) => !at.secured);
      const secret = ports.filter((one) => one.at.secured && worked(one));
      return clear.length > 0 && !clear.some(worked) ? secret : [];
    },
  },
  'client behind NAT': {
    description:
      'the server sees this client under another address, or must: a private client reached a public server',
    evidence: (view) => {
      const told = [...seenAs(view, false), ...strangeAddresses(view)];
      if (told.length > 0) return told;
      return view.active
        .filter(
          ({ at }) =>
            at.family === 4 &&
            reachOf(at.local.host) === 'private' &&
            reachOf(at.peer.host) === 'public',
        )
        .slice(0, 1);
    },
  },
  'server sees this client’s own address': {
    description: 'the server sees this client under its own address',
    evidence: (view) => [
      ...seenAs(view, true),
      ...view.exchanges.filter(
        ({ answer, at }) =>
          answer.command === 'STAT' &&
          answer.code < 300 &&
          answer.lines.some((line) => addressesIn(line).includes(at.local.host)),
      ),
    ],
  },
  'another address is accepted': {
    description: 'PORT with the address under which the server sees this client is accepted',
    evidence: ({ exchanges }) =>
      exchanges.filter(({ answer }) => answer.command.startsWith('PORT ') && isClass(answer, 2)),
  },
  'refusal speaks of the client’s address': {
    description: 'the refusal speaks of the address',
    evidence: (view) =>
      refusals(view).filter(
        ({ setup }) => speaksOfAddress(ownWords(setup)) && !speaksOfDisabled(ownWords(setup)),
      ),
  },
  'refusal speaks of the mode': {
    description: 'the refusal speaks of active mode itself',
    evidence: (view) =>
      refusals(view).filter(({ setup }) => setup.code === 502 || speaksOfDisabled(ownWords(setup))),
  },
  'active from another address': {
    description: 'the data connection comes from an address that is not the control connection’s',
    evidence: ({ active }) =>
      active.filter(({ accepted, at }) => accepted && accepted.peer.host !== at.peer.host),
  },
  'active from another port': {
    description: 'the data connection does not come from the control port minus one',
    evidence: ({ active }) =>
      active
        .filter(({ accepted, at }) => accepted && accepted.peer.port !== at.peer.port - 1)
        .slice(0, 1),
  },
  'second active transfer fails': {
    description: 'an active transfer works, and another right after it is refused at once',
    evidence: ({ active }) => {
      const second = active.filter(
        (one) => one.purpose === 'again' && one.stopped !== undefined && one.stopped !== 'data',
      );
      return second.filter(({ at }) =>
        active.some((one) => worked(one) && one.at.secured === at.secured),
      );
    },
  },
  'private PORT honoured': {
    description: 'a server with a public address connects to the private address that PORT named',
    evidence: ({ active }) =>
      active
        .filter(
          (one) =>
            worked(one) &&
            one.endpoint !== undefined &&
            reachOf(one.endpoint.host) === 'private' &&
            reachOf(one.at.peer.host) === 'public',
        )
        .slice(0, 1),
  },
} satisfies Readonly<Record<string, Symptom>>;
