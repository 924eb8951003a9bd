import { expect } from 'chai';
import { table } from '../../../src/report/common/table.ts';

describe('table', () => {
  const rows = [
    ['name', 'number', 'note'],
    ['a', '1', 'first'],
    ['a long name', '20', ''],
  ];
  const columns = [{ least: 4 }, { align: 'right' }, { optional: true }] as const;

  it('has columns as wide as their widest cells, numbers on the right, no spaces at the end', () => {
    expect(table(rows, columns)).to.deep.equal([
      'name         number  note',
      'a                 1  first',
      'a long name      20',
    ]);
  });

  const WIDTHS: readonly (readonly [width: number, head: string, last: string])[] = [
    [26, 'name         number  note', 'a long name      20'],
    [22, 'name     number  note', 'a long…      20'],
    [18, 'name        number', 'a long na…      20'],
    [12, 'name  number', 'a l…      20'],
    [3, 'name  number', 'a l…      20'],
  ];
  for (const [width, head, last] of WIDTHS)
    it(`cuts and leaves out what may go on ${width} columns`, () => {
      const lines = table(rows, columns, width);
      expect([lines[0], lines[2]]).to.deep.equal([head, last]);
    });

  it('cuts the widest column that may be cut first', () => {
    const targets = [['127.0.0.1:2121', 'not judged: the control connection cannot be made']];
    expect(table(targets, [{ least: 8 }, { least: 12 }], 40)).to.deep.equal([
      '127.0.0.1:2121  not judged: the control…',
    ]);
  });

  it('paints a cell after it was laid out', () => {
    const paint = (text: string) => `<${text}>`;
    expect(table([[{ text: 'x', paint }], ['long']], [{}])).to.deep.equal(['<x   >', 'long']);
  });

  it('counts the columns of a terminal, not code units', () => {
    expect(
      table(
        [
          ['\u{1f600}', 'b'],
          ['aa', 'b'],
        ],
        [{}, {}],
      ),
    ).to.deep.equal(['\u{1f600}  b', 'aa  b']);
  });

  it('is empty without rows', () => {
    expect(table([], columns)).to.deep.equal([]);
  });
});
