export {
  DISTRICT_TASKS,
  type District,
  Districts,
  districtTasks,
  hasFewVehicles,
  isDivisible,
  isLarge,
} from './districts.ts';
