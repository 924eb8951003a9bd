import { expect } from 'chai';
import { loadCatalogue } from '../../src/catalogue/index.ts';
import { builtinFaults, ServeError, startReference } from '../../src/reference/index.ts';

import { withServer } from './raw.ts';

const { requirements } = loadCatalogue();
const FAULTS = builtinFaults();
const OPTIONS = { passwordDelayMs: 0, acceptTimeoutMs: 100 };

/**
 * Faults that show before or while a user logs in; after each what is read instead of 331 and 230
 * (0: the connection closes).
 */
const AT_LOGIN: Readonly<Record<string, readonly number[]>> = {
  'pass-answered-200': [331, 200],
  'user-answered-220': [220, 230],
  'login-verbs-unknown': [502, 502],
  'user-preliminary': [150, 331],
  'host-needed': [503, 503],
  'user-232-not-logged-in': [232, 230],
  'user-336-forgotten': [336, 503],
};

/** The greeting's code where it is not 220. */
const AT_GREETING: Readonly<Record<string, number>> = {
  'greeting-of-login': 230,
  'greeting-asks-for-password': 331,
  'busy-greeting-alone': 120,
};

describe('the faults of the reference server', () => {
  it('are many, and each has an id of its own', () => {
    expect(FAULTS.length).to.be.above(90);
    expect(new Set(FAULTS.map(({ id }) => id)).size).to.equal(FAULTS.length);
  });

  for (const { id, title, breaks } of FAULTS)
    it(`${id}: has a name in kebab-case, a title, and breaks requirements that exist`, () => {
      expect(id).to.match(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(title).to.match(/^\S.*[^.]$/);
      expect(breaks).to.not.be.empty;
      for (const requirement of breaks)
        expect(requirements.has(requirement), requirement).to.be.true;
    });

  for (const { id } of FAULTS)
    it(`${id}: a server starts with it, and its login goes as the fault has it`, () =>
      withServer({ ...OPTIONS, faults: [id] }, async (open) => {
        const raw = await open();
        const greeting = (await raw.reply()).code;
        expect(greeting).to.equal(AT_GREETING[id] ?? 220);
        if (id === 'greeting-without-hyphens') await raw.codes(2);
        const codes = [(await raw.send('USER ftpspec')).code];
        codes.push((await raw.send('PASS correct horse')).code);
        expect(codes).to.deep.equal(AT_LOGIN[id] ?? [331, 230]);
      }));

  it('are refused by unknown names, with what was perhaps meant', async () => {
    expect(await refusal('epsv-all-forgoten')).to.contain('epsv-all-forgotten-after-abor');
    expect(await refusal('zzz')).to.equal(
      'There is no fault "zzz"; ftpspec serve --list-faults shows all.',
    );
  });
});

async function refusal(fault: string): Promise<string> {
  try {
    const server = await startReference({ faults: [fault] });
    await server.close();
    return 'started';
  } catch (error) {
    expect(error).to.be.instanceOf(ServeError);
    return (error as ServeError).message;
  }
}
