// Writes down what is installed with ftpspec, in CycloneDX: dist/sbom.cdx.json. With --omit dev, npm would leave out
// what both ftpspec and its development need.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const { name } = JSON.parse(readFileSync('package.json', 'utf8'));
const said = execFileSync('npm', ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'], {
  maxBuffer: Infinity,
});
const whole = JSON.parse(said.toString());
const components = whole.components.filter(
  ({ properties = [] }) => !properties.some((one) => one.name === 'cdx:npm:package:development'),
);
const known = new Set([whole.metadata.component, ...components].map((one) => one['bom-ref']));
const dependencies = whole.dependencies
  .filter(({ ref }) => known.has(ref))
  .map(({ ref, dependsOn = [] }) => ({
    ref,
    dependsOn: dependsOn.filter((one) => known.has(one)),
  }));
// npm calls it as the folder is called.
const metadata = { ...whole.metadata, component: { ...whole.metadata.component, name } };
const bill = { ...whole, metadata, components, dependencies };
writeFileSync('dist/sbom.cdx.json', `${JSON.stringify(bill, undefined, 2)}\n`);
