import type { Incoming } from '../http/exchange.ts';

/** Who may use `/__mock/`: programs on this machine, or whoever reaches the port. */
export type ControlAccess = 'local' | 'any';

const loopbackAddress = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const loopbackHost = /^(localhost|[\w-]+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;

/**
 * Why a request to the control API is refused; `undefined` where it is not.
 *
 * A page of a foreign site can send requests to this machine: by another origin, which `Origin` and `Sec-Fetch-Site`
 * tell, or by a name of its own that it lets point here (DNS rebinding), which `Host` tells.
 */
export function refuseControl(incoming: Incoming, access: ControlAccess): string | undefined {
  const { remoteAddress } = incoming;
  if (access === 'local' && remoteAddress !== undefined && !loopbackAddress.test(remoteAddress)) {
    return 'The control API answers this machine only; start the mock with --control any to open it.';
  }
  const host = incoming.header('host');
  if (access === 'local' && remoteAddress !== undefined && !loopbackHost.test(host ?? '')) {
    return 'The control API is called by the names localhost, 127.0.0.1 and [::1] only.';
  }
  const origin = incoming.header('origin');
  if (origin !== undefined && !isLoopbackOrigin(origin)) return 'The control API is not for pages of other sites.';
  if (incoming.header('sec-fetch-site') === 'cross-site') return 'The control API is not for pages of other sites.';
  return undefined;
}

function isLoopbackOrigin(origin: string): boolean {
  const host = /^https?:\/\/([^/?#@]+)$/i.exec(origin)?.[1];
  return host !== undefined && loopbackHost.test(host);
}
