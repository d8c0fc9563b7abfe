import { framingServers } from './conforming/framing.ts';
import { httpVariants } from './conforming/http.ts';
import { modelVariants } from './conforming/models.ts';
import { openServers } from './conforming/open.ts';
import { turnServers } from './conforming/turns.ts';
import type { Override } from './reference/behaviour.ts';

/** A correct server that is unlike the usual one; `clause` says why it is correct. */
export interface ConformingServer {
  name: string;
  clause: string;
  override: Override;
}

/** Correct servers; whoever blames one is wrong. */
export const conformingServers: ConformingServer[] = [
  { name: 'reference', clause: 'keeps every clause', override: () => ({}) },
  ...framingServers,
  ...httpVariants,
  ...modelVariants,
  ...openServers,
  ...turnServers,
];
