export { DISTRICT_TASKS, type District, Districts, isDivisible, isLarge } from './districts.ts';
