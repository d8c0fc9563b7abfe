// @vitest-environment happy-dom
import { testMsw } from './testing-msw.ts';

testMsw('happy-dom');
