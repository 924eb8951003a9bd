import {
  type ReferenceOptions,
  type ReferenceServer,
  startReference,
} from '../../src/reference/index.ts';

/** Starts embedded servers for a test, which are closed behind it. To be called where tests are described. */
export function embedded(
  always: ReferenceOptions = {},
): (options?: ReferenceOptions) => Promise<ReferenceServer> {
  const running: ReferenceServer[] = [];
  afterEach(() => Promise.all(running.splice(0).map((server) => server.close())));
  return async (options = {}) => {
    const server = await startReference({ ...always, ...options });
    running.push(server);
    return server;
  };
}

/** The same by the URL of its account. */
export function embeddedUrl(): (faults?: readonly string[]) => Promise<string> {
  const start = embedded();
  return async (faults = []) => {
    const { user, password, port } = await start({ faults: [...faults] });
    return `ftp://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}`;
  };
}
