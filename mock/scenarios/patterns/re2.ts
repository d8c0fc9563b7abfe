import { RE2JS } from 're2js';

/** RE2. A build for Node loads it from its own file, on first use: few scenarios have a pattern. */
export const loadRe2 = (): typeof RE2JS => RE2JS;
