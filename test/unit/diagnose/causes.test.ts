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
import { both, ftpes, here, type Seen, tls, works } from './rows/row.ts';

describe('the table of causes', () => {
  for (const { name, code, severity, seen, over } of ROWS)
    it(`names ${code} first, ${severity}, for ${name}`, () => {
      const found = findings(seen, over);
      expect(found.map((one) => one.code)).to.have.property('0', code);
      expect(found[0]?.severity).to.equal(severity);
      expect(found[0]?.evidence, 'evidence').to.not.be.empty;
      expect(found[0]?.summary).to.not.match(/undefined|NaN/);
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
