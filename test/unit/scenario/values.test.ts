import { expect } from 'chai';
import { TRANSFER } from '../../../src/client/limits.ts';
import { savedBytes, UnknownValue, Values } from '../../../src/scenario/values.ts';

describe('bytes that a script saves', () => {
  function valuesWith(bytes: Buffer, size = bytes.length): Values {
    const values = new Values();
    values.set('got', savedBytes(bytes, {}, { size, sha256: 'ab' }));
    return values;
  }

  it('are judged by size and digest alone where only their beginning is kept', () => {
    const values = valuesWith(Buffer.from('a\r\nb'), 1_000_000);
    expect(values.get('got.size')).to.equal(1_000_000);
    expect(values.get('got.sha256')).to.equal('ab');
    for (const field of ['bytes', 'text', 'raw', 'lines', 'count', 'names', 'entries'])
      expect(() => values.get(`got.${field}`), field).to.throw(
        UnknownValue,
        'only 4 of the 1000000',
      );
    expect(() => values.resolve('${got}')).to.throw(UnknownValue);
  });

  it('are no listing where they have more lines than one can have', () => {
    const values = valuesWith(Buffer.from('a\n'.repeat(TRANSFER.lines + 1)));
    expect(() => values.get('got.lines')).to.throw(UnknownValue, 'more than a listing');
    expect(values.get('got.text')).to.have.length(2 * TRANSFER.lines + 2);
  });
});
