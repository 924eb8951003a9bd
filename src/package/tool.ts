import packageJson from '../../package.json' with { type: 'json' };

/** What made a report. */
export const TOOL = { name: 'ftpspec', version: packageJson.version } as const;
