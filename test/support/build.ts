import { execFileSync } from 'node:child_process';

/** Tests of the command line run what users run: the bundle, made anew. */
export function mochaGlobalSetup(): void {
  execFileSync(process.execPath, ['build.js'], { stdio: 'inherit' });
}
