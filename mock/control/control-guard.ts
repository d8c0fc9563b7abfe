import type { Incoming } from '../http/exchange.ts';

/** Who may use `/__mock/`: programs on this machine, or any client with the token. */
export type ControlAccess = 'local' | 'any';

const loopbackAddress = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const loopbackHost = /^(localhost|[\w-]+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;

/**
 * The reason why a request to the control API is rejected; `undefined` if it is accepted.
 *
 * A page of a foreign site can send requests to this machine from another origin, detected by `Origin` and
 * `Sec-Fetch-Site`, or through its own host name that resolves to this machine (DNS rebinding), detected by `Host`.
 */
export function refuseControl(incoming: Incoming, access: ControlAccess): string | undefined {
  const { remoteAddress } = incoming;
  if (access === 'local' && remoteAddress !== undefined && !loopbackAddress.test(remoteAddress)) {
    return 'The control API accepts local requests only. To open it, start the mock with --control any.';
  }
  const host = incoming.header('host');
  if (access === 'local' && remoteAddress !== undefined && !loopbackHost.test(host ?? '')) {
    return 'The control API is only available at localhost, 127.0.0.1 and [::1].';
  }
  const origin = incoming.header('origin');
  if (origin !== undefined && !isLoopbackOrigin(origin))
    return 'The control API rejects requests from pages of other sites.';
  if (incoming.header('sec-fetch-site') === 'cross-site')
    return 'The control API rejects requests from pages of other sites.';
  return undefined;
}

function isLoopbackOrigin(origin: string): boolean {
  const host = /^https?:\/\/([^/?#@]+)$/i.exec(origin)?.[1];
  return host !== undefined && loopbackHost.test(host);
}
