/** What a scenario may need of the server or the user. */
export const NEEDS = [
  'login',
  'writable-dir',
  'existing-file',
  'large-file',
  'port-bind',
  'second-account',
  'second-connection',
  'anonymous',
  'tls',
  'ipv6',
  'ipv4',
] as const;
