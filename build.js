// Bundles src/cli and src/library into dist/: small entries and a chunk for each lazily imported part, so that
// `--version` and `--help` load next to nothing.
import { chmodSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

rmSync('dist', { recursive: true, force: true });
await build({
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
  logLevel: 'warning',
});
// A link to the command, as `npm link` makes one, goes on working.
chmodSync('dist/ftpspec.js', 0o755);
