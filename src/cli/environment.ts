/** What reporters are told of the environment: `--no-color` is NO_COLOR. */
export function environment(color: boolean): NodeJS.ProcessEnv {
  return color ? process.env : { ...process.env, NO_COLOR: '1' };
}
