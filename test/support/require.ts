import { accessSync, constants } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * Skips the test, or all tests of the suite when called in `before`, where a part that is more than Node
 * is missing; the reason is shown behind the name. With FTPSPEC_REQUIRE=all that is a failure instead.
 * @param missing what is missing and what to do about it; undefined where the part is there
 */
export function requirePart(
  this: Mocha.Context,
  name: string,
  missing: string | undefined,
): asserts missing is undefined {
  if (missing === undefined) return;
  if (process.env['FTPSPEC_REQUIRE'] === 'all')
    throw new Error(`${name} is required here (FTPSPEC_REQUIRE=all): ${missing}`);
  const explain = (test: Mocha.Runnable) => {
    test.title += ` [skipped: ${name}: ${missing}]`;
  };
  if (this.test?.title.startsWith('"before all"')) this.test.parent?.eachTest(explain);
  else explain(this.currentTest ?? this.test!);
  this.skip();
}

/** What `requirePart` takes: undefined, or what is missing and what to do about it. */
export const missing = {
  command(name: string): string | undefined {
    const found = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'].some(
      (folder) => isExecutable(join(folder, name)),
    );
    return found ? undefined : `no ${name} in PATH; install it`;
  },

  root(): string | undefined {
    return process.getuid?.() === 0 ? undefined : 'not root; run the tests as root';
  },

  ipv6(): string | undefined {
    const has = Object.values(networkInterfaces())
      .flat()
      .some((address) => address?.family === 'IPv6');
    return has ? undefined : 'no interface has an IPv6 address; enable IPv6';
  },
};

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
