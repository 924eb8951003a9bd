import { dirname } from 'node:path';
import { readCheckedYaml } from '../scenario/checked-yaml.ts';
import type { ScriptProblem } from '../scenario/script-errors.ts';
import { parseTarget, TargetError } from '../targets/url.ts';
import { configSchema, type Values, type Vocabulary } from './schema.ts';

/** What is tested, and how. */
export interface Config {
  /** that its paths start from */
  readonly folder: string;
  /** what holds for all targets */
  readonly all: Values;
  readonly targets: ReadonlyMap<string, Values>;
}

/** A configuration that cannot be used; the message lists every problem. It shows no line, as a password may be in it. */
class ConfigError extends Error {
  override name = 'ConfigError';
  constructor(problems: readonly Pick<ScriptProblem, 'file' | 'position' | 'reason'>[]) {
    super(
      problems
        .map(
          ({ file, position, reason }) => `${file}:${position.line}:${position.column}: ${reason}`,
        )
        .join('\n'),
    );
  }
}

/** Reads a configuration. @throws ConfigError, ScriptFileError */
export function readConfig(path: string, vocabulary: Vocabulary): Config {
  const keys = ['targets', 'url', ...Object.keys({ ...vocabulary.all, ...vocabulary.target })];
  const yaml = readCheckedYaml(path, configSchema(vocabulary), keys);
  if (!('data' in yaml)) throw new ConfigError(yaml);
  const { source, position } = yaml;
  const { targets = {}, ...all } = yaml.data;
  const problems = Object.entries(targets).flatMap(([name, { url }]) => {
    const wrong = url === undefined ? undefined : whyNot(String(url));
    return wrong === undefined
      ? []
      : [
          {
            file: source.file,
            position: position(['targets', name, 'url'], false),
            reason: wrong,
          },
        ];
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return { folder: dirname(path), all, targets: new Map(Object.entries(targets)) };
}

/** Why a URL may not stand in a file that others read. */
function whyNot(url: string): string | undefined {
  try {
    return parseTarget(url).password === undefined
      ? undefined
      : 'a password does not belong into this file; name where it is with password-env or password-file';
  } catch (error) {
    if (error instanceof TargetError) return error.message;
    throw error;
  }
}
