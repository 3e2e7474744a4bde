// Prints the tours of a plan, a line or two each: `... solve FILE --out - | node docs/features/tours.mjs`.
import { readFileSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const two = (value) => String(value).padStart(2, '0');
const round = (value) => String(Math.round(value * 100) / 100);

/** Rounded to minutes. */
function hours(s) {
  const minutes = Math.round(s / 60);
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}`;
}

/** Seconds of the plan as time of day; `arrival` says what second 0 is. */
function clock(s, stop) {
  const zero_s = stop.arrival ? Date.parse(stop.arrival) / 1000 - stop.arrival_s : 0;
  return new Date((zero_s + s) * 1000).toISOString().slice(11, 16);
}

function describeStop(stop, { stops }) {
  const name = stop.task ?? stop.break ?? (stop.kind === 'reload' ? 'reload' : (stop.place ?? stop.kind));
  const isShipment = stop.task !== undefined && stops.filter(({ task }) => task === stop.task).length > 1;
  const place = stop.label ? ` at ${stop.label}` : '';
  const late = stop.lateness_s > 0 ? ` (${hours(stop.lateness_s)} late)` : '';
  return `${clock(stop.begin_s, stop)} ${isShipment ? `${stop.kind} ` : ''}${name}${place}${late}`;
}

function describeRoute(route) {
  const { vehicle, number, shift, stops, distance_m, duty_s, cost } = route;
  const name = `${vehicle}${number > 1 ? ` #${number}` : ''}${shift ? ` shift ${shift}` : ''}`;
  return [
    `${name}: ${stops.map((stop) => describeStop(stop, route)).join(', ')}`,
    `  ${round(distance_m / 1000)} km, ${hours(duty_s)} h on duty, cost ${round(cost.total)}`,
  ];
}

/** The tours, what is left out, what is broken, what it costs. */
export function describeTours({ routes, unassigned, violations = [], cost }) {
  const lines = [
    ...routes.flatMap(describeRoute),
    ...unassigned.map(({ task, reason }) => `left out: ${task}, ${reason}`),
    ...violations.map(({ cause, path, amount }) => `broken: ${cause} at ${path}${amount ? `, by ${amount}` : ''}`),
    `cost ${round(cost.total)}`,
  ];
  return `${lines.join('\n')}\n`;
}

if (realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.stdout.write(describeTours(JSON.parse(readFileSync(0, 'utf8'))));
}
