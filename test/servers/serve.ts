import { ACCOUNT, ANOTHER } from './accounts.ts';
import { openLab } from './containers.ts';
import type { Declared } from './declaration.ts';
import { urlOf } from './play.ts';
import { starterOf } from './start.ts';

/** Starts a server in its first place, says how to come in, and stops it when the process is interrupted. */
export async function serve(server: Declared): Promise<void> {
  const lab = server.build === 'image' ? await openLab([server]) : undefined;
  try {
    const start = await starterOf(server, lab);
    const place = server.places[0]!;
    const running = await start(place);
    const stopped = new Promise<void>((resolve) => {
      for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve());
    });
    // Sockets of nobody keep Node waiting for a signal.
    const awake = setInterval(() => undefined, 60_000);
    console.log(`${server.title} ${server.version}: ${urlOf(running.endpoint, place, server)}`);
    console.log(
      `accounts: ${[ACCOUNT, ANOTHER].map((one) => `${one.user}:${one.password}`).join(', ')}`,
    );
    await stopped;
    clearInterval(awake);
    await running.stop();
  } finally {
    await lab?.close();
  }
}
