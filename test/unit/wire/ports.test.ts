import { expect } from 'chai';
import { formatPorts, parsePorts } from '../../../src/wire/ports.ts';

describe('ports as text', () => {
  it('are written as ranges', () => {
    expect(formatPorts([50_000, 50_001, 50_002, 50_010])).to.equal('50000-50002, 50010');
  });

  const GOOD: readonly (readonly [string, readonly number[]])[] = [
    ['21', [21]],
    ['50000-50002, 50010', [50_000, 50_001, 50_002, 50_010]],
    ['21,20', [20, 21]],
    ['21-23,22-24', [21, 22, 23, 24]],
  ];
  for (const [text, ports] of GOOD)
    it(`"${text}" is read, each port once and in order`, () => {
      expect(parsePorts(text)).to.deep.equal(ports);
      expect(parsePorts(formatPorts(ports))).to.deep.equal(ports);
    });

  for (const text of ['', '0', '65536', '9-8', '1-', '-1', '1;2', 'ftp', '1,,2', ' 1', '1e3'])
    it(`"${text}" is none`, () => expect(parsePorts(text)).to.equal(undefined));

  it('in very many spans are none', () => {
    expect(parsePorts(Array.from({ length: 40 }, (_, index) => index + 1).join(','))).to.equal(
      undefined,
    );
  });
});
