import { expect } from 'chai';
import { isLoopback, resolveAddresses } from '../../../src/targets/addresses.ts';
import { describeTarget, parseTarget, TargetError } from '../../../src/targets/url.ts';

const plain = { security: 'ftp', port: 21, user: undefined, password: undefined, directory: '' };

describe('a target', () => {
  for (const [text, wanted] of [
    ['ftp.example', { ...plain, host: 'ftp.example' }],
    ['ftp://ftp.example', { ...plain, host: 'ftp.example' }],
    ['FTP://ftp.example:2121', { ...plain, host: 'ftp.example', port: 2121 }],
    ['ftp://ftp.example/', { ...plain, host: 'ftp.example' }],
    ['ftp://ftp.example/pub/a', { ...plain, host: 'ftp.example', directory: 'pub/a' }],
    ['ftp://ftp.example//pub', { ...plain, host: 'ftp.example', directory: '/pub' }],
    ['ftp://ftp.example/%2Fpub', { ...plain, host: 'ftp.example', directory: '/pub' }],
    ['ftps://ftp.example', { ...plain, security: 'ftps', host: 'ftp.example', port: 990 }],
    ['ftpes://ftp.example', { ...plain, security: 'ftpes', host: 'ftp.example' }],
    ['ftp://me@ftp.example', { ...plain, host: 'ftp.example', user: 'me' }],
    ['ftp://me:@ftp.example', { ...plain, host: 'ftp.example', user: 'me', password: '' }],
    ['ftp://me:pw@ftp.example', { ...plain, host: 'ftp.example', user: 'me', password: 'pw' }],
    ['ftp://me:p%40w@h', { ...plain, host: 'h', user: 'me', password: 'p@w' }],
    ['ftp://me:p@w@h', { ...plain, host: 'h', user: 'me', password: 'p@w' }],
    ['ftp://me:p:w@h', { ...plain, host: 'h', user: 'me', password: 'p:w' }],
    ['ftp://me:p/w@h/d', { ...plain, host: 'h', user: 'me', password: 'p/w', directory: 'd' }],
    ['ftp://me:100%@h', { ...plain, host: 'h', user: 'me', password: '100%' }],
    ['ftp://me%40corp:pw@h', { ...plain, host: 'h', user: 'me@corp', password: 'pw' }],
    ['ftp://h/dir@x', { ...plain, host: 'h', directory: 'dir@x' }],
    ['ftp://h:2121/dir@x', { ...plain, host: 'h', port: 2121, directory: 'dir@x' }],
    ['ftp://[::1]:2121/dir@x', { ...plain, host: '::1', port: 2121, directory: 'dir@x' }],
    [
      'ftp://me:pw@h/dir@x',
      { ...plain, host: 'h', user: 'me', password: 'pw', directory: 'dir@x' },
    ],
    ['[2001:db8::1]', { ...plain, host: '2001:db8::1' }],
    ['2001:db8::1', { ...plain, host: '2001:db8::1' }],
    ['ftp://me:pw@[::1]:21', { ...plain, host: '::1', user: 'me', password: 'pw' }],
  ] as const)
    it(`is read from ${text}`, () => expect(parseTarget(text)).to.deep.equal(wanted));

  for (const [text, reason] of [
    ['http://h', '"http://" is not FTP'],
    ['sftp://h', '"sftp://" is not FTP'],
    ['', 'is not a host'],
    ['ftp://', 'is not a host'],
    ['ftp:///dir', 'is not a host'],
    ['ftp://h:0', 'port "0" of h'],
    ['ftp://h:65536', 'port "65536" of h'],
    ['ftp://h:21a', 'the port of h'],
    ['ftp://h:', 'the port of h'],
    ['ftp://[::1', 'is not a host'],
    ['ftp://[h]', 'is not a host'],
    ['ftp://a b', 'is not a host'],
    ['ftp://h?x', 'is not a host'],
    ['ftp://h/%zz', 'the directory in the URL is not well percent-encoded'],
    ['ftp://%zz@h', 'the user name in the URL is not well percent-encoded'],
    ['ftp://me%0d%0aDELE%20x:pw@h', 'the user name in the URL holds a line end'],
    ['ftp://me:a%0Ab@h', 'the password in the URL holds a line end'],
    ['ftp://h/a%00b', 'the directory in the URL holds a line end or NUL'],
  ] as const)
    it(`is refused as ${text || 'an empty text'}, saying why`, () =>
      expect(() => parseTarget(text)).to.throw(TargetError, reason));

  it('shows no password in any complaint', () => {
    for (const text of [
      'ftp://me:sesame@h:0',
      'ftp://me:sesame@a b',
      'x://me:sesame@h',
      'ftp://me:sesame',
      'ftp://:sesame',
    ])
      expect(() => parseTarget(text))
        .to.throw(TargetError)
        .that.not.matches(/sesame/);
  });

  it('is described as a URL without its password, which is read as the same target again', () => {
    for (const text of [
      'ftp://h/',
      'ftps://h:990/a%20b',
      'ftpes://me%40corp:pw@[::1]:2121//pub/100%25',
      'ftp://me:pw@h:22/%23',
    ]) {
      const target = parseTarget(text);
      const described = describeTarget(target);
      expect(described).to.not.contain('pw');
      expect(parseTarget(described), described).to.deep.equal({ ...target, password: undefined });
    }
  });
});

describe('addresses of a target', () => {
  it('are the literal itself', async () => {
    expect(await resolveAddresses('192.0.2.1')).to.deep.equal([{ host: '192.0.2.1', family: 4 }]);
    expect(await resolveAddresses('::1')).to.deep.equal([{ host: '::1', family: 6 }]);
  });

  it('are what the system says of a name', async () => {
    const found = await resolveAddresses('localhost');
    expect(found.every(({ host }) => isLoopback(host))).to.equal(true);
  });

  for (const [host, loopback] of [
    ['127.0.0.1', true],
    ['127.255.0.1', true],
    ['::1', true],
    ['0:0:0:0:0:0:0:1', true],
    ['::ffff:127.0.0.1', true],
    ['128.0.0.1', false],
    ['::', false],
    ['2001:db8::1', false],
    ['127.example', false],
  ] as const)
    it(`${host} is ${loopback ? '' : 'not '}on this machine`, () =>
      expect(isLoopback(host)).to.equal(loopback));
});
