import type { Options } from 'yargs';

type Table = Readonly<Record<string, Options>>;

/** Options without their defaults, which the help still tells: a configuration has its say before them. */
export function undecided(options: Table): Table {
  return Object.fromEntries(
    Object.entries(options).map(([name, { default: usual, ...option }]) => {
      const isTold = typeof usual === 'string' || typeof usual === 'number';
      const describe = `${option.describe ?? ''}${isTold ? ` [${usual}]` : ''}`;
      return [name, { ...option, describe }];
    }),
  );
}

/** What each option is where nobody says anything, by its name in code. */
export function defaultsOf(options: Table): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).flatMap(([name, option]) =>
      'default' in option ? [[camelCase(name), option.default as unknown]] : [],
    ),
  );
}

/** `container-port` is `containerPort`. */
export function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
