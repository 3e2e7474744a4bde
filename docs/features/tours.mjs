// Prints the tours of a plan, a line each: `... solve FILE --out - | node docs/features/tours.mjs`.
import { readFileSync } from 'node:fs';

const plan = JSON.parse(readFileSync(0, 'utf8'));

const two = (value) => String(value).padStart(2, '0');
const hours = (s) => `${Math.floor(s / 3600)}:${two(Math.round((s % 3600) / 60))}`;
const round = (value) => String(Math.round(value * 100) / 100);

/** Seconds of the plan as time of day; `arrival` says what second 0 is. */
function clock(s, stop) {
  const zero_s = stop.arrival ? Date.parse(stop.arrival) / 1000 - stop.arrival_s : 0;
  return new Date((zero_s + s) * 1000).toISOString().slice(11, 16);
}

function describeStop(stop) {
  const name = stop.task ?? stop.break ?? (stop.kind === 'reload' ? 'reload' : (stop.place ?? stop.kind));
  const twice = plan.routes.some(({ stops }) => stops.filter(({ task }) => task && task === stop.task).length > 1);
  const place = stop.label ? ` at ${stop.label}` : '';
  const late = stop.lateness_s > 0 ? ` (${hours(stop.lateness_s)} late)` : '';
  return `${clock(stop.begin_s, stop)} ${twice ? `${stop.kind} ` : ''}${name}${place}${late}`;
}

for (const { vehicle, number, shift, stops, distance_m, duty_s, cost } of plan.routes) {
  const name = `${vehicle}${number > 1 ? ` #${number}` : ''}${shift ? ` shift ${shift}` : ''}`;
  console.log(`${name}: ${stops.map(describeStop).join(', ')}`);
  console.log(`  ${round(distance_m / 1000)} km, ${hours(duty_s)} h on duty, cost ${round(cost.total)}`);
}
for (const { task, reason } of plan.unassigned) console.log(`left out: ${task}, ${reason}`);
console.log(`cost ${round(plan.cost.total)}`);
