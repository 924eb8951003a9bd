import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { FOLDER, PICTURES, shown } from './pictures.ts';
import { plain, terminalSvg } from './terminal.ts';

/** Words without numbers and units: ports and times are others each time, and lines break elsewhere. */
function words(lines: readonly string[]): string[] {
  return lines
    .flatMap((line) => line.match(/\S+/g) ?? [])
    .filter((word) => !/\d|^m?s\W*$/.test(word));
}

/** What the rows of a picture say. */
function rowsOf(svg: string): string[] {
  return [...svg.matchAll(/^<text [^>]*>(.*)<\/text>$/gm)].map(([, row = '']) =>
    row
      .replaceAll(/<[^>]*>/g, '')
      .replaceAll('\u00a0', ' ')
      .replaceAll('&lt;', '<')
      .replaceAll('&amp;', '&'),
  );
}

describe('the pictures of the README', () => {
  for (const picture of PICTURES)
    it(`show what is printed now: ${picture.name} (otherwise: npm run pictures)`, async () => {
      const drawn = rowsOf(readFileSync(join(FOLDER, `${picture.name}.svg`), 'utf8'));
      const printed = (await shown(picture)).split('\n').map(plain);
      expect(words(drawn)).to.deep.equal(words(printed)).and.to.have.length.above(50);
    });

  it('keep spaces, brackets and colours', () => {
    const svg = terminalSvg('a  <b> & \x1b[31mred\x1b[39m \x1b[1mbold\x1b[22m', 'two words');
    expect(rowsOf(svg)).to.deep.equal(['a  <b> & red bold']);
    expect(svg).to.match(/<tspan fill="#\w+">red<\/tspan>/);
    expect(svg).to.include('<tspan font-weight="bold">bold</tspan>');
  });
});
