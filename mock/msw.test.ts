import { testMsw } from './testing-msw.ts';

testMsw('Node');
