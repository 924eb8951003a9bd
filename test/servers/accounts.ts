/** The accounts of every server. */
export const ACCOUNT = { user: 'ftpspec', password: 'open-sesame' };
export const ANOTHER = { user: 'another', password: 'open window' };
