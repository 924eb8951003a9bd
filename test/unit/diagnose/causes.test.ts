import { expect } from 'chai';
import {
  active,
  asked,
  at,
  dead,
  dialled,
  findings,
  greeted,
  loggedIn,
  lookup,
  misled,
  passive,
  refused,
  reply,
  SERVER,
  unheard,
} from './observed.ts';
import { ROWS } from './rows/index.ts';
import type { Observation, PeerDial, PeerLine } from '../../../src/probe/observations.ts';
import { arrivedUnderTls, both, ftpes, here, type Seen, tls, works } from './rows/row.ts';

describe('the table of causes', () => {
  for (const { name, code, severity, seen, over } of ROWS)
    it(`names ${code} first, ${severity}, for ${name}`, () => {
      const found = findings(seen, over);
      expect(found.map((one) => one.code)).to.have.property('0', code);
      expect(found[0]?.severity).to.equal(severity);
      expect(found[0]?.evidence, 'evidence').to.not.be.empty;
      expect(found[0]?.summary).to.not.match(/undefined|NaN/);
    });

  it('does not say that TLS is not offered where FEAT lists it and AUTH is refused', () => {
    const features = { ...reply('FEAT', 211), lines: ['211-Features:', ' AUTH TLS', '211 End'] };
    const auth = reply('AUTH TLS', 500, 'This security scheme is not implemented');
    const found = findings(here(asked(features), asked(auth), ...works));
    expect(found.find(({ code }) => code === 'clear-text')?.summary).to.equal(
      'the name and the password go in clear: FEAT lists AUTH TLS, but the server refuses it: "500 This security scheme is not implemented"',
    );
    expect(found.find(({ code }) => code === 'tls-handshake-failed')?.summary).to.match(
      /^the server refuses AUTH TLS, which its FEAT lists: "500 /,
    );
  });

  it('takes one greeting that is late among others for less than a server that lets all wait', () => {
    const late = greeted({ ...reply('', 220, 'ready'), ms: 5000 });
    const sure = (...seen: Observation[]): number | undefined =>
      findings(seen).find(({ code }) => code === 'greeting-stalled')?.confidence;
    const arrived = [lookup(), dialled(), late, loggedIn(), ...works];
    expect(sure(...arrived)).to.be.at.least(0.9);
    expect(sure(...arrived, greeted())).to.be.at.most(0.5);
  });

  it('takes a few packets that are sent again for a note', () => {
    const slow = { ...reply('NOOP', 200), ms: 230 };
    const quick = Array.from({ length: 30 }, () => asked(reply('NOOP', 200)));
    const found = findings(here(...works, ...quick, asked(slow), dialled({ ms: 1004 })));
    expect(found.find(({ code }) => code === 'packet-loss')?.severity).to.equal('note');
  });

  it('takes greetings and replies that come late for a busy server, where connections open at once', () => {
    const busy = [
      ...[300, 1200, 1200, 1100].map((ms) => greeted({ ...reply('', 220, 'ready'), ms })),
      ...[5, 5, 6, 5, 5, 4, 209, 5, 411].map((ms) => asked({ ...reply('NOOP', 200), ms })),
    ];
    const codes = (...more: Observation[]): string[] =>
      findings(here(...works, ...busy, ...more)).map(({ code }) => code);
    expect(codes(dialled())).to.not.include('packet-loss');
    for (const ms of [1004, 2006, 3010])
      expect(codes(dialled(), dialled({ ms }))).to.include('packet-loss');
  });

  it('is less sure of refused ports where a dial opened all the same, and says how many', () => {
    const refused = [50_002, 50_003, 50_007, 50_009, 50_011].map((port) =>
      dead('PASV', 'refused', { port }),
    );
    const stray = passive('PASV', {
      port: 50_005,
      opened: reply('LIST', 'silence'),
      bytes: 0,
      completion: undefined,
      stopped: 'open',
    });
    const found = (...more: Observation[]) =>
      findings(here(...refused, ...more, active('PORT')))[0];
    expect(found()?.code).to.equal('passive-ports-refused');
    expect(found()?.confidence).to.be.at.least(0.9);
    expect(found(stray)?.code).to.equal('passive-ports-refused');
    expect(found(stray)?.confidence).to.be.below(0.7);
    expect(found(stray)?.summary).to.match(/^every dial but 1 /);
  });

  it('lets what a surer cause explains count little for its rivals, and names them all the same', () => {
    const silent = both((verb) => dead(verb, 'filtered'));
    const found = findings(here(...silent, unheard({ stopped: 'accept' })));
    const [first, second] = found.filter(({ severity }) => severity !== 'note');
    expect(found.map(({ code }) => code)).to.include.members([
      'helper-missing',
      'passive-ports-filtered',
    ]);
    expect(first?.confidence).to.be.above(0.5);
    expect(second?.confidence).to.be.below(0.25);
  });

  it('takes a listing that is not allowed for no fault of the network', () => {
    const denied = { opened: reply('LIST', 550, 'Permission denied.'), stopped: 'open' } as const;
    const found = findings(here(...works, unheard(denied)));
    expect(found.map((one) => one.code)).not.to.include('active-inbound-blocked');
  });

  it('takes a file that is not given for no loss on the way', () => {
    const denied = passive('PASV', {
      purpose: 'large',
      opened: reply('RETR a', 550, 'Operation not permitted'),
      bytes: 0,
      expected: 4_000_000,
      dataEnd: 'reset',
      completion: undefined,
      stopped: 'open',
    });
    expect(findings(here(...works, active('PORT'), denied))).to.deep.equal([]);
  });

  it('does not take the server’s own end, as STAT names it, for this client behind NAT', () => {
    const stat = reply('STAT', 211, 'Connected to: 10.4.4.20:21 Logged in as: tester');
    const found = findings(here(asked(stat), ...works, refused(500, 'No.')), {
      target: { port: 2121 },
    });
    expect(found.map((one) => one.code)).to.include('active-disabled');
    expect(found.map((one) => one.code)).to.not.have.property('0', 'active-address-refused');
  });

  it('finds nothing in a healthy world', () => {
    expect(
      findings(
        here(
          ...works,
          active('PORT'),
          passive('PASV', { purpose: 'large', bytes: 4_000_000, expected: 4_000_000 }),
        ),
      ),
    ).to.deep.equal([]);
  });
});

describe('causes that a peer at the server’s side tells apart', () => {
  const places = {
    client: at().local,
    clientSeen: at().local,
    server: { host: SERVER, port: 2190 },
    serverSeen: { host: SERVER, port: 2190 },
  };
  const talk = (over: Partial<typeof places> = {}): Observation => ({
    kind: 'peer',
    to: places.server,
    failed: undefined,
    places: { ...places, ...over },
    ms: 1,
  });
  const toPeer = (over: Partial<PeerDial> = {}): PeerDial => ({
    kind: 'peer dial',
    direction: 'to the server',
    port: 50_001,
    named: false,
    outcome: 'filtered',
    arrived: undefined,
    ms: 5000,
    ...over,
  });
  const open = { outcome: 'connected', arrived: at().local } as const;
  const line = (over: Partial<PeerLine>): PeerLine => ({
    kind: 'peer line',
    direction: 'to the client',
    sent: '227 Entering Passive Mode (203,0,113,20,195,80).',
    arrived: '227 Entering Passive Mode (203,0,113,20,195,80).',
    leads: true,
    ms: 1,
    ...over,
  });
  const address = (own: boolean): Observation => ({
    kind: 'peer address',
    address: '198.18.0.5',
    own,
    ms: 1,
  });
  const shut = both((verb) => dead(verb, 'filtered'));
  const borrowed = misled('198.18.0.5', 'filtered');
  const PAIRS: readonly (readonly [string, Seen, string, Seen, 'surer' | 'less sure'])[] = [
    ['ports dropped on the way', shut, 'passive-ports-filtered', [toPeer()], 'surer'],
    [
      'ports that open where the peer listens on them',
      shut,
      'passive-ports-filtered',
      [toPeer(open)],
      'less sure',
    ],
    [
      'ports turned away on the way',
      both((verb) => dead(verb, 'refused')),
      'passive-ports-refused',
      [toPeer({ outcome: 'refused' })],
      'surer',
    ],
    [
      'a borrowed address of its own',
      [borrowed],
      'passive-address-private',
      [address(true)],
      'surer',
    ],
    [
      'a borrowed address of nobody',
      [borrowed],
      'passive-address-foreign',
      [address(false)],
      'surer',
    ],
    [
      'a client that the peer reaches',
      [...works, unheard()],
      'active-inbound-blocked',
      [toPeer({ direction: 'to the client', named: true, ...open })],
      'less sure',
    ],
    [
      'a client that the peer does not reach',
      [...shut, unheard()],
      'active-inbound-blocked',
      [toPeer({ direction: 'to the client', named: true })],
      'surer',
    ],
    [
      'a client that arrives under another address',
      [...works, refused(500, 'No.')],
      'active-address-refused',
      [talk({ clientSeen: { host: '192.0.2.1', port: 4711 } })],
      'surer',
    ],
    [
      'a client that arrives as itself',
      [...works, refused(500, 'No.')],
      'active-disabled',
      [talk()],
      'surer',
    ],
  ];
  for (const [what, seen, code, told, way] of PAIRS)
    it(`${code} is ${way} with ${what}`, () => {
      const sure = (...more: Observation[]): number =>
        findings(here(...seen, ...more)).find((one) => one.code === code)?.confidence ?? 0;
      const [alone, together] = [sure(), sure(...told)];
      if (way === 'surer') expect(together).to.be.above(alone);
      else expect(together).to.be.below(alone);
    });

  for (const [what, told] of [
    ['227', line({ arrived: '227 Entering Passive Mode (10,0,0,1,195,80).', leads: false })],
    [
      'PORT',
      line({
        direction: 'to the server',
        sent: 'PORT 198,51,100,10,1,2',
        arrived: 'PORT 10,0,0,1,1,2',
        leads: false,
      }),
    ],
  ] as const)
    it(`alg-rewrites is sure where ${what} arrives otherwise and leads nowhere`, () => {
      const [first] = findings(here(...works, talk(), told), { options: { active: true } });
      expect(first).to.include({ code: 'alg-rewrites', confidence: 0.95 });
      expect(first?.summary).to.contain(told.sent).and.contain(told.arrived);
    });

  it('a line that is rewritten and leads to its place accuses nobody', () => {
    const well = line({ sent: '227 Entering Passive Mode (10,1,2,20,195,80).' });
    expect(findings(here(...works, active('PORT'), talk(), well))).to.deep.equal([]);
  });

  it('ports that open once they are named show a helper, which TLS blinds', () => {
    const [first] = findings(
      [
        ...arrivedUnderTls,
        ...both((verb) => dead(verb, 'filtered', { secured: true })),
        toPeer({ named: true, ...open }),
        toPeer(),
      ],
      ftpes,
    );
    expect(first).to.include({ code: 'alg-blinded-by-tls', confidence: 0.95 });
    expect(first?.summary).to.contain('one that a 227 in clear names opens');
  });
});

describe('causes that cannot be told apart from one place', () => {
  it('are both named, with what would tell them apart', () => {
    const found = findings(
      [
        lookup(),
        dialled(),
        greeted(),
        ...tls,
        ...both((verb) => dead(verb, 'filtered', { secured: true })),
        loggedIn({ outcome: 'withheld', answers: [], why: 'not in clear' }),
      ],
      ftpes,
    );
    expect(found.map((one) => one.code)).to.include.members([
      'passive-ports-filtered',
      'alg-blinded-by-tls',
    ]);
    const blinded = found.find((one) => one.code === 'alg-blinded-by-tls');
    expect(blinded?.summary).to.contain('--allow-plain');
    expect(blinded?.tellApart).to.contain('--allow-plain');
  });

  it('leave a helper out of account where TLS hides everything from it', () => {
    const world = [
      lookup(),
      dialled(),
      greeted(),
      ...tls,
      ...both((verb) => dead(verb, 'filtered', { secured: true })),
      unheard({ at: at({ secured: true }) }),
    ];
    const codes = findings(world, ftpes).map((one) => one.code);
    expect(codes).to.include.members(['alg-blinded-by-tls', 'passive-ports-filtered']);
    expect(codes).not.to.include('helper-missing');
  });

  it('are less sure than those that can', () => {
    const unsure = findings(here(...both((verb) => dead(verb, 'filtered')), unheard()));
    const sure = findings(here(...both((verb) => dead(verb, 'filtered')), active('PORT')));
    expect(unsure[0]?.confidence).to.be.below(sure[0]?.confidence ?? 0);
    expect(unsure.map((one) => one.code)).to.include.members([
      'helper-missing',
      'passive-ports-filtered',
    ]);
  });

  it('does not take the peer’s dead port for a wrong address only', () => {
    const found = findings(here(misled('192.168.0.10', 'filtered'), dead('EPSV', 'filtered')));
    expect(found.map((one) => one.code)).to.include('passive-ports-filtered');
  });
});

describe('what helps at once', () => {
  const steps = (...seen: Parameters<typeof here>): string =>
    findings(here(...seen))[0]?.now.join() ?? '';

  it('names the setting of usual clients', () => {
    expect(steps(...both((verb) => dead(verb, 'filtered')), active('PORT')))
      .to.contain('use active mode')
      .and.contain('WinSCP: Advanced > Connection: Passive mode off');
  });

  it('leaves out what was seen to fail', () => {
    expect(steps(...both((verb) => dead(verb, 'filtered')), unheard())).to.equal('');
  });
});

describe('evidence', () => {
  it('holds the reply, the address and the time that prove it', () => {
    const [first] = findings(here(passive('EPSV'), misled('10.1.2.20', 'connected')));
    const text = first?.evidence.join('\n') ?? '';
    expect(text).to.contain('(10,1,2,20,195,81)');
    expect(text).to.contain('dial to 10.1.2.20:50001: no answer in 5 s');
    expect(text).to.contain(`dial to ${SERVER}:50001: connected in 2 ms`);
  });

  it('comes with the setting of the server’s product', () => {
    const world = (greeting: string): Seen => [
      lookup(),
      dialled(),
      greeted(reply('', 220, greeting)),
      loggedIn(),
      misled('10.1.2.20', 'connected'),
    ];
    const remedy = (greeting: string): string =>
      findings(world(greeting))[0]
        ?.remedies.map((one) => `${one.for}: ${one.change}`)
        .join('\n') ?? '';
    expect(remedy('(vsFTPd 3.0.3)')).to.contain(`vsftpd: pasv_address=${SERVER}`);
    expect(remedy('ProFTPD Server')).to.contain(`ProFTPD: MasqueradeAddress ${SERVER}`);
    expect(remedy('Welcome')).to.contain('vsftpd').and.contain('IIS').and.contain('Pure-FTPd');
  });
});
