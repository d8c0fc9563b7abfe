// @vitest-environment jsdom
import { testMsw } from './testing-msw.ts';

testMsw('jsdom');
