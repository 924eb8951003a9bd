import { expect } from 'chai';
import { withLogin, withServer, type Raw } from './raw.ts';

const inUtf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

async function content(raw: Raw, path: string): Promise<string> {
  return (await raw.fetch(`RETR ${path}`)).data.toString('latin1');
}

describe('files of the reference server', () => {
  it('convert line ends in TYPE A and leave octets alone in TYPE I', () =>
    withLogin({}, async (raw) => {
      expect(await raw.store('STOR t', 'a\r\nb\r\r\nc')).to.deep.equal([150, 226]);
      expect(await content(raw, 't')).to.equal('a\r\nb\r\r\nc'.replace('\r\r\n', '\r\n'));
      await raw.send('TYPE I');
      expect(await content(raw, 't')).to.equal('a\nb\r\nc');
      const every = Buffer.from(Uint8Array.from({ length: 256 }, (_, i) => i)).toString('latin1');
      expect(await content(raw, '/pub/octets.bin')).to.equal(every);
    }));

  it('have the size that the type gives them', () =>
    withLogin({}, async (raw) => {
      const ascii = await raw.send('SIZE /pub/readme.txt');
      expect(ascii.text).to.equal(String((await content(raw, '/pub/readme.txt')).length));
      await raw.send('TYPE I');
      const image = await raw.send('SIZE /pub/readme.txt');
      expect(Number(image.text)).to.equal(Number(ascii.text) - 2);
      expect((await raw.send('SIZE /huge/4gib.bin')).text).to.equal(String(2 ** 32 + 1));
    }));

  it('restart at a marker in either type and either direction', () =>
    withLogin({}, async (raw) => {
      await raw.store('STOR t', 'one\r\ntwo\r\n');
      await raw.send('REST 5');
      expect(await content(raw, 't')).to.equal('two\r\n');
      expect(await content(raw, 't')).to.equal('one\r\ntwo\r\n');
      await raw.send('REST 5');
      await raw.store('STOR t', 'three\r\n');
      expect(await content(raw, 't')).to.equal('one\r\nthree\r\n');
      await raw.send('TYPE I');
      await raw.send(`REST ${2 ** 32}`);
      expect(await content(raw, '/huge/4gib.bin')).to.have.length(1);
      await raw.send('REST 99');
      expect((await raw.fetch('RETR t')).codes).to.deep.equal([554]);
    }));

  it('are appended to, stored under unique names, renamed and deleted', () =>
    withLogin({}, async (raw) => {
      await raw.send('MKD /d');
      await raw.send('CWD /d');
      await raw.store('STOR f', 'abc');
      await raw.store('APPE f', 'def');
      expect(await content(raw, 'f')).to.equal('abcdef');
      await raw.store('STOU', '1');
      await raw.store('STOU', '2');
      expect((await raw.fetch('NLST')).data.toString()).to.equal('f\r\nunique.1\r\nunique.2\r\n');
      expect((await raw.send('RNTO g')).code).to.equal(503);
      expect((await raw.send('RNFR f')).code).to.equal(350);
      expect((await raw.send('RNTO /g')).code).to.equal(250);
      expect((await raw.send('DELE f')).code).to.equal(550);
      expect((await raw.send('DELE /g')).code).to.equal(250);
      expect((await raw.send('RMD /d')).code).to.equal(550);
    }));

  it('keep every name as it was sent', () =>
    withLogin({}, async (raw) => {
      const names = ['  two  spaces ', 'qu"ote', inUtf8('日本 é😀'), '\xe9 latin', '213 End'];
      for (const name of names) {
        const sent = name.replaceAll('\xff', '\xff\xff');
        expect(await raw.store(`STOR ${sent}`, 'x'), name).to.deep.equal([150, 226]);
      }
      const listed = (await raw.fetch('NLST')).data.toString('latin1').split('\r\n');
      expect(listed).to.include.members(names);
      expect((await raw.send('MKD a"b')).text).to.match(/^"\/a""b" /);
    }));

  it('double the octet 255 on the control connection', () =>
    withLogin({}, async (raw) => {
      expect((await raw.send('MKD x\xff\xffy')).code).to.equal(257);
      expect(raw.received.toString('latin1')).to.contain('"/x\xff\xffy"');
      expect((await raw.fetch('NLST')).data.toString('latin1')).to.contain('x\xffy\r\n');
    }));

  it('refuse names with CR, LF or NUL', () =>
    withLogin({}, async (raw) => {
      for (const name of ['a\r\0b', 'a\nb', 'a\0b'])
        expect(await raw.store(`STOR ${name}`, 'x')).to.deep.equal([553]);
    }));

  it('are refused before 150 where they cannot be had or made', () =>
    withLogin({}, async (raw) => {
      const refusals: readonly [string, number][] = [
        ['RETR /nosuch', 550],
        ['RETR /pub', 550],
        ['RETR /restricted/secret.txt', 550],
        ['STOR /readonly/new', 553],
        ['STOR /nosuch/new', 553],
        ['STOR /pub', 553],
        ['LIST /nosuch', 450],
        ['MLSD /nosuch', 550],
        ['MLSD /welcome.txt', 501],
        ['MLSD /restricted', 550],
      ];
      for (const [command, code] of refusals)
        expect((await raw.fetch(command)).codes, command).to.deep.equal([code]);
    }));

  it('show the facts that were selected', () =>
    withLogin({}, async (raw) => {
      const entry = async (path: string): Promise<string | undefined> =>
        (await raw.send(`MLST ${path}`)).lines[1]?.text;
      expect(await entry('/pub/octets.bin')).to.match(
        /^ type=file;size=256;modify=20240229123456;create=20240229123456;perm=adfwr;unique=\w+; \/pub\/octets.bin$/,
      );
      expect((await raw.send('OPTS MLST size;frogs;type;')).text).to.equal('MLST OPTS type;size;');
      expect(await entry('/pub')).to.equal(' type=dir; /pub');
      expect((await raw.send('OPTS MLST a b')).code).to.equal(501);
      expect((await raw.fetch('MLSD /empty')).data.toString()).to.equal(
        'type=cdir; /empty\r\ntype=pdir; /\r\n',
      );
      await raw.send('OPTS MLST');
      expect((await raw.fetch('MLSD /readonly')).data.toString()).to.equal(' fixed.txt\r\n');
    }));

  it('take the time that MFMT gives them', () =>
    withLogin({}, async (raw) => {
      expect((await raw.send('MFMT 20020717210715 welcome.txt')).text).to.equal(
        'Modify=20020717210715; welcome.txt',
      );
      expect((await raw.send('MDTM welcome.txt')).text).to.equal('20020717210715');
      expect((await raw.send('MFMT 20010229120000 welcome.txt')).code).to.equal(501);
    }));

  it('run out of room with 552', () =>
    withLogin({ capacityBytes: 10 }, async (raw) => {
      expect(await raw.store('STOR f', 'x'.repeat(11))).to.deep.equal([150, 552]);
      expect(await raw.store('STOR g', 'x'.repeat(10))).to.deep.equal([150, 226]);
    }));

  it('cannot be changed by anonymous users', () =>
    withServer({}, async (open) => {
      const raw = await open();
      await raw.reply();
      await raw.login('ANONYMOUS', 'guest@example.org');
      expect((await raw.fetch('RETR /welcome.txt')).codes).to.deep.equal([150, 226]);
      for (const command of ['MKD x', 'DELE welcome.txt', 'RNFR welcome.txt', 'RMD empty'])
        expect((await raw.send(command)).code, command).to.equal(550);
      expect(await raw.store('STOR x', 'x')).to.deep.equal([553]);
    }));
});

describe('virtual hosts of the reference server', () => {
  const answers: readonly [string, number][] = [
    ['alpha.example', 220],
    ['ALPHA.Example', 220],
    ['127.0.0.1', 220],
    ['nosuch.invalid', 504],
    ['192.0.2.1', 504],
    ['[2001:db8::dead]', 504],
    ['alpha.example:21', 501],
    ['-bad-', 501],
    ['2001:db8::1', 501],
    [`${'x'.repeat(64)}.example`, 501],
  ];
  for (const [name, code] of answers)
    it(`answer HOST ${name} with ${code}`, () =>
      withServer({}, async (open) => {
        const raw = await open();
        await raw.reply();
        expect((await raw.send(`HOST ${name}`)).code).to.equal(code);
      }));

  it('have users of their own, and the last HOST counts', () =>
    withServer({ passwordDelayMs: 1 }, async (open) => {
      const raw = await open();
      await raw.reply();
      await raw.send('HOST beta.example');
      await raw.send('USER alpha');
      expect((await raw.send('PASS alpha')).code).to.equal(530);
      await raw.send('HOST alpha.example');
      await raw.login('alpha', 'alpha');
      expect((await raw.send('PWD')).text).to.match(/^"\/alpha"/);
      expect((await raw.send('HOST beta.example')).code).to.equal(503);
    }));
});
