import type { ConformingServer } from './conforming/conforming-server.ts';
import { framingServers } from './conforming/framing.ts';
import { httpVariants } from './conforming/http.ts';
import { modelVariants } from './conforming/models.ts';
import { openServers } from './conforming/open.ts';
import { turnServers } from './conforming/turns.ts';

/** Correct servers; a violation of one is a false alarm. */
export const conformingServers: ConformingServer[] = [
  { name: 'reference', clause: 'keeps every clause', override: () => ({}) },
  ...framingServers,
  ...httpVariants,
  ...modelVariants,
  ...openServers,
  ...turnServers,
];
