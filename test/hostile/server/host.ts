// A process of its own for one server: `host.ts BEHAVIOUR`. It tells its port, and at the end its record.
import { BEHAVIOURS } from '../behaviours/index.ts';
import { HostileServer } from './server.ts';

const behaviour = BEHAVIOURS.find(({ id }) => id === process.argv[2]);
if (!behaviour) throw new Error(`no behaviour ${process.argv[2] ?? ''}`);
const server = await HostileServer.start(behaviour);
process.on('message', () => process.send?.(server.record, () => process.exit()));
process.on('disconnect', () => process.exit());
process.send?.(server.port);
