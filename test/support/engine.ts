import { getContainerRuntimeClient } from 'testcontainers';

/** What `requirePart` takes for tests that start containers. */
export async function missingEngine(): Promise<string | undefined> {
  try {
    await getContainerRuntimeClient();
    return undefined;
  } catch {
    return 'no Docker engine answers; start one (.ci/engine start) or set DOCKER_HOST';
  }
}
