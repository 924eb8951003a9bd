import { unpacked } from '../packages.ts';
import { inside } from '../paths.ts';
import { passiveRange, type Service } from './service.ts';

const program = `
import asyncio, pathlib, aioftp
user = aioftp.User("tester", "secret", base_path=pathlib.Path("${inside}/home"))
ports = range(${passiveRange.from}, ${passiveRange.to} + 1)
asyncio.run(aioftp.Server((user,), data_ports=ports).run("0.0.0.0", 21))
`;

/** aioftp: 227 over several lines, and no active mode. */
export const aioftp = (): Service => ({
  node: 'server',
  port: 21,
  argv: [
    ...['env', `PYTHONPATH=${unpacked}/usr/lib/python3/dist-packages`],
    ...['/usr/bin/python3', '-c', program],
  ],
});
