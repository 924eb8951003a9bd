// Bundles src/cli and src/library into dist/: small entries and a chunk for each lazily imported part, so that
// `--version` and `--help` load next to nothing.
import { chmodSync, readdirSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const { metafile } = await build({
  entryPoints: {
    ftpspec: 'src/cli/main.ts',
    index: 'src/library/index.ts',
    mocha: 'src/library/mocha.ts',
    chai: 'src/library/chai.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  banner: { js: '#!/usr/bin/env node' },
  metafile: true,
  logLevel: 'warning',
});
// Chunks of earlier builds go last, so that a command that somebody runs meanwhile finds its own.
for (const name of readdirSync('dist'))
  if (name.endsWith('.js') && !(`dist/${name}` in metafile.outputs)) rmSync(`dist/${name}`);
// A link to the command, as `npm link` makes one, goes on working.
chmodSync('dist/ftpspec.js', 0o755);
