import { expect } from 'chai';
import { loadCatalogue } from '../../../src/catalogue/index.ts';
import { bugReport } from '../../../src/report/issue/issue.ts';
import { reproduction } from '../../../src/report/issue/reproduce.ts';
import { readRuns } from '../../../src/report/read-results.ts';
import { renderJson } from '../../../src/report/run/json.ts';
import { failure, run } from './fixtures.ts';

const line = (gutter: '>' | '<', text: string) => `  0.001 main ${gutter} ${text}\\r\\n`;

/** The report of one scenario, read from results as the command does. */
function reportOf(shown: ReturnType<typeof failure>): string {
  const results = renderJson([run({ target: 'ftp://ftpspec@127.0.0.1', scenarios: [shown] })]);
  const [read] = readRuns(results, 'results.json');
  return bugReport({ run: read!, id: shown.id }, loadCatalogue());
}

describe('a bug report', () => {
  it('leaves the name of ftpspec where an account has it too', () => {
    const shown = failure({
      transcript: [line('>', 'USER ftpspec'), line('>', 'DELE /ftpspec-0123456789ab/a')],
      rerun: 'ftpspec run ftp://ftpspec@127.0.0.1:2121 --id passive/newest-listener-wins',
    });
    expect(reportOf(shown))
      .to.match(/^ftpspec run ftp:\/\/USER@127\.0\.0\.1:2121 --id /m)
      .and.match(/> USER USER\\r\\n$/m)
      .and.match(/> DELE \/ftpspec-0123456789ab\/a/);
  });

  it('sends a wrong password where one was sent, also where an account has the name of our words', () => {
    const shown = failure({
      transcript: [line('>', 'USER another'), line('>', 'PASS **** (another password)')],
      rerun: 'ftpspec run ftp://ftpspec@127.0.0.1:2121 --second-user another:PASSWORD --id a/b',
    });
    expect(reportOf(shown))
      .to.match(/> USER USER/)
      .and.match(/"PASS wrong"/);
  });

  const shell = (...transcript: string[]) => reproduction(transcript, 'ftpes').join('\n');

  it('has openssl send AUTH TLS where that is accepted, and dial where data is private', () => {
    const accepted = [line('>', 'AUTH TLS'), line('<', '234 go on')];
    expect(shell(...accepted, line('>', 'PROT P'), line('>', 'EPSV')))
      .to.match(/\} \| openssl s_client -quiet -starttls ftp /)
      .and.match(/another terminal: openssl s_client -quiet -connect to the address/)
      .and.not.include('AUTH');
  });

  it('sends AUTH in clear where that is what is refused', () => {
    expect(shell(line('>', 'AUTH tls'), line('<', '504 no')))
      .to.match(/printf '%b' 'AUTH tls/)
      .and.match(/\} \| nc "\$FTP_HOST"/);
  });
});
