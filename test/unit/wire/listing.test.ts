import { expect } from 'chai';
import { listingLines, parseListed } from '../../../src/wire/listing.ts';

const file = (name: string, size: number | undefined) => ({ name, type: 'file' as const, size });
const dir = (name: string, size?: number) => ({ name, type: 'dir' as const, size });
const other = (name: string, size: number) => ({ name, type: 'other' as const, size });

describe('a LIST line', () => {
  for (const [line, listed] of [
    ['-rw-r--r--   1 owner group       20 Jan 29 12:34 a.txt', file('a.txt', 20)],
    ['-rw-r--r--   1 owner group 4294967297 Feb  9  2024 big', file('big', 4294967297)],
    ['drwxr-xr-x   2 owner group     4096 Jan  1 00:00 a b', dir('a b', 4096)],
    ['-rw-r--r--   1 owner group       20 Jan 29 12:34  leading', file(' leading', 20)],
    ['-rw-r--r--   1 owner group       20 Jan 29 12:34 x -> y', file('x -> y', 20)],
    ['lrwxrwxrwx   1 owner group        3 Jan 29 12:34 x -> y', other('x', 3)],
    ['-rw-r--r--   1 owner Domain Users 20 Jan 29 12:34 spaced group', file('spaced group', 20)],
    ['-rw-r--r--   1 owner     20 Jan 29 12:34 no group', file('no group', 20)],
    ['-rw-r--r-- owner group 20 Jan 29 12:34 no links', file('no links', 20)],
    ['-rw-r--r--+  1 1000 1000 20 Jan 29 12:34 numbers', file('numbers', 20)],
    ['-rwsr-xr-t   1 owner group 20 2024-01-29 12:34 iso', file('iso', 20)],
    ['brw-rw----   1 root disk 8, 0 Jan 29 12:34 sda', other('sda', 0)],
    ['prw-------   1 owner group 0 Jan 29 12:34 fifo', other('fifo', 0)],
    ['01-29-24  12:34PM       <DIR>          pub', dir('pub')],
    ['01-29-24  12:34PM       <JUNCTION>     pub', { ...dir('pub'), type: 'other' as const }],
    ['01-29-2024  12:34                   20 a b.txt', file('a b.txt', 20)],
    ['+i8388621.48594,m825718503,r,s280,\tdjb.html', file('djb.html', 280)],
    ['+m825718503,/,\t514', dir('514')],
    ['+r,\tno size', file('no size', undefined)],
  ] as const)
    it(`"${line}" is read`, () => expect(parseListed(line)).to.deep.equal(listed));

  for (const line of [
    'total 12',
    'a.txt',
    '',
    'd',
    '-rw-r--r-- nothing more',
    'type=file;size=20; a',
  ])
    it(`"${line}" is left alone`, () => expect(parseListed(line)).to.equal(undefined));

  it('ends with CR LF, LF or CR CR LF, and blank ones do not count', () =>
    expect(listingLines('a\r\nb\n\r\n\nc\r\r\nd')).to.deep.equal(['a', 'b', 'c', 'd']));
});
