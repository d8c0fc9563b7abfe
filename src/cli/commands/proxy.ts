import type { Report } from '../../../contract-tests/report/report.ts';
import { openDocument } from '../../openapi/open-document.ts';
import { type RunningProxy, startProxy } from '../../proxy/start-proxy.ts';
import { formatViolation, formatViolationAsJson } from '../../proxy/validation/format-violation.ts';
import { UsageError } from '../../shared/usage-error.ts';
import { countOf } from '../../shared/wording.ts';
import type { CommandContext, CommandDefinition } from '../command.ts';
import { readCount } from '../read-count.ts';
import { createReportFolder, writeReports } from '../report-folder.ts';
import { controlOption, createRequestLog, drainOf, logOption, readNames, readPort, untilStopped } from '../serve.ts';
import { formatProblems } from '../show-problems.ts';

/** `chat-contract proxy`: forwards traffic to one server until it is interrupted. */
export const command: CommandDefinition = {
  options: [
    { flags: '--upstream <url>', description: 'URL of the server to forward to (required)' },
    { flags: '--spec <file>', description: 'OpenAPI document to validate against (default: the Chat API)' },
    {
      flags: '--port <number>',
      description: 'port to listen on; 0 for any free one',
      default: 4011,
      parse: readPort,
    },
    { flags: '--host <address>', description: 'address to listen on', default: '127.0.0.1' },
    { flags: '--fault <name...>', description: 'inject a fault, such as latency:300; repeatable', parse: readNames },
    { flags: '--cors', description: 'add CORS headers, for pages of any origin' },
    {
      flags: '--timeout <milliseconds>',
      description: 'maximum silence of the upstream',
      default: 300_000,
      parse: readCount('--timeout', 1),
    },
    {
      flags: '--request-timeout <milliseconds>',
      description: 'maximum time of one exchange, streams included',
      default: 3_600_000,
      parse: readCount('--request-timeout', 1),
    },
    { flags: '--record <folder>', description: 'write each exchange as a mock scenario' },
    { flags: '--replay <folder>', description: 'replay recorded responses, forward the rest' },
    { flags: '--offline', description: 'with --replay: fail instead of forwarding' },
    { flags: '--report-dir <folder>', description: 'write report.json, junit.xml and report.html on exit' },
    { flags: '--fail-on-violation', description: 'exit with 1 if traffic violated the contract' },
    { flags: '--strict', description: 'treat assumed rules like documented ones' },
    controlOption,
    logOption,
  ],
  examples: [
    'chat-contract proxy --upstream https://staging.example.com --report-dir report',
    'chat-contract proxy --upstream http://127.0.0.1:4010 --fault latency:300 --cors',
    'chat-contract proxy --upstream https://staging.example.com --record demo',
    'chat-contract proxy --upstream https://staging.example.com --replay demo --offline',
  ],
  async run(context) {
    const { options, signal, stdout, stderr } = context;
    if (typeof options.upstream !== 'string') {
      throw new UsageError('--upstream is missing. Give the URL of the server, such as https://staging.example.com.');
    }
    const spec = typeof options.spec === 'string' ? await openDocument(options.spec) : undefined;
    context.stderr(formatProblems(spec?.problems ?? []));
    const log = createRequestLog(context);
    const folder = options.reportDir as string | undefined;
    if (folder !== undefined) createReportFolder(folder);
    const { upstream } = options;
    const proxy = await startProxy({
      upstream,
      strict: options.strict === true,
      offline: options.offline === true,
      ...(typeof options.record === 'string' ? { record: options.record } : {}),
      ...(typeof options.replay === 'string' ? { replay: options.replay } : {}),
      onRecorded: (line) => stderr(`${line}\n`),
      onViolation(violation) {
        if (options.log === 'json') stderr(formatViolationAsJson(violation, upstream, new Date()));
        else if (options.log === 'text') stderr(formatViolation(violation, upstream));
      },
      port: options.port as number,
      host: options.host as string,
      faults: ((options.fault as string[][] | undefined) ?? []).flat(),
      cors: options.cors === true,
      timeout: options.timeout as number,
      requestTimeout: options.requestTimeout as number,
      control: options.control as 'local' | 'any' | 'off',
      ...(spec ? { document: spec.contract.document } : {}),
      ...(log ? { log } : {}),
    });
    greet(proxy, context);
    await untilStopped(signal);
    await proxy.close({ drain: drainOf(signal) });
    const report = await proxy.report();
    if (folder !== undefined) writeReports(folder, report, { failOnUnexercised: false });
    stdout(summarize(report));
    return options.failOnViolation === true && !report.conforms ? 1 : 0;
  },
};

function greet({ url }: RunningProxy, { options, stdout }: CommandContext): void {
  const lines = [`The proxy listens on ${url} and forwards to ${options.upstream}`];
  if (options.control !== 'off') lines.push('', `Watch traffic in a browser: ${url}/__mock/`);
  stdout(`${lines.join('\n')}\n\n`);
}

function summarize({ requests, turns, violations }: Report): string {
  const errors = violations.filter(({ severity }) => severity === 'error').length;
  const found =
    violations.length === 0
      ? 'No violations'
      : `${countOf(errors, 'violation')}, ${countOf(violations.length - errors, 'warning')}`;
  return `${found} in ${countOf(requests, 'exchange')} (${countOf(turns, 'stream')}).\n`;
}
