export { DISTRICT_TASKS, DISTRICTS_FROM, type District, Districts, isDivisible } from './districts.ts';
