// Bundles src/cli and src/library into dist/: small entries and a chunk for each lazily imported part, so that
// `--version` and `--help` load next to nothing.
import { chmodSync, readdirSync, rmSync } from 'node:fs';
import { build } from 'esbuild';
import { register } from 'tsx/esm/api';

/**
 * Puts its value in the place of each module `*.data.ts`: what these read from YAML and check is so at hand
 * in milliseconds.
 */
const data = {
  name: 'data',
  setup({ onLoad }) {
    onLoad({ filter: /\.data\.ts$/ }, async ({ path }) => {
      const { default: value } = await import(path);
      const json = JSON.stringify(JSON.stringify(value));
      return { contents: `export default JSON.parse(${json});`, loader: 'js' };
    });
  },
};

/**
 * Packages that only some runs use, each loaded by the one module that does, or that are the user's own. All others
 * are bundled: of a package in many files most of the time goes into finding and opening them.
 */
const APART = [
  'chai',
  'junit-report-builder',
  'mocha',
  'scslre',
  'selfsigned',
  'testcontainers',
  'yaml',
];

register();
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
  external: APART,
  // Of its other implementation yargs needs for --help half as long again as for all the rest.
  alias: { 'string-width': './src/report/common/columns.ts' },
  plugins: [data],
  banner: { js: '#!/usr/bin/env node' },
  metafile: true,
  logLevel: 'warning',
});
// Chunks of earlier builds go last, so that a command that somebody runs meanwhile finds its own.
for (const name of readdirSync('dist'))
  if (name.endsWith('.js') && !(`dist/${name}` in metafile.outputs)) rmSync(`dist/${name}`);
// A link to the command, as `npm link` makes one, goes on working.
chmodSync('dist/ftpspec.js', 0o755);
