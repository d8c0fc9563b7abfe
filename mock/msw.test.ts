import { testMsw } from './msw-for-test.ts';

testMsw('Node');
