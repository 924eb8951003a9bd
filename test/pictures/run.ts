/** `npm run pictures`: draws what the README shows of a run and of a diagnosis anew. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDER, PICTURES, shown } from './pictures.ts';
import { terminalSvg } from './terminal.ts';

mkdirSync(FOLDER, { recursive: true });
for (const picture of PICTURES)
  writeFileSync(
    join(FOLDER, `${picture.name}.svg`),
    terminalSvg(await shown(picture), picture.title),
  );
