/** What reporters are told of the environment: `--no-color` is NO_COLOR. */
export function environment(noColor: boolean): NodeJS.ProcessEnv {
  return noColor ? { ...process.env, NO_COLOR: '1' } : process.env;
}
