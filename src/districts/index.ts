export { DISTRICT_TASKS, type District, Districts, hasFewVehicles, isDivisible, isLarge } from './districts.ts';
