import packageJson from '../../package.json' with { type: 'json' };

const [first, ...more] = process.argv.slice(2);
// Tools ask this often; it must not pay for the rest.
if ((first === '--version' || first === '-v') && more.length === 0)
  console.log(packageJson.version);
else await (await import('./commands.ts')).main(process.argv.slice(2), packageJson.version);
