import type { PlanRoute } from '../contract/plan.ts';
import type { Vehicle } from '../contract/request.ts';
import { type Findings, slackOf } from './verdict.ts';
import type { Visit } from './visits.ts';

/** Follows the load on board in every dimension. @returns the largest load on board, per dimension. */
export function checkLoads(
  { id, capacity }: Vehicle,
  visits: Visit[],
  route: PlanRoute,
  path: string,
  findings: Findings,
): number[] {
  const dimensions = capacity?.length ?? visits.find(({ task }) => task)?.task?.load.length ?? route.max_load.length;
  const most: number[] = [];
  for (let d = 0; d < dimensions; d++) {
    let onBoard = visits.reduce((sum, { task }) => sum + (task?.kind === 'delivery' ? task.load[d]! : 0), 0);
    most[d] = onBoard;
    const over = (at: string) => {
      const limit = capacity?.[d];
      if (limit !== undefined) findings.limit('over_capacity', at, onBoard, limit, `on board of '${id}'`);
    };
    // The first leg is driven with all deliveries on board, whether or not the vehicle has a start.
    over(visits[0] ? `${visits[0].path}.load[${d}]` : path);
    visits.forEach(({ task, stated, path: at }) => {
      const amount = task?.load[d] ?? 0;
      if (task?.kind === 'delivery') onBoard -= amount;
      if (task?.kind === 'pickup') {
        onBoard += amount;
        over(`${at}.load[${d}]`);
      }
      most[d] = Math.max(most[d]!, onBoard);
      // Not slackOf(stated, expected) alone: a load that returns to 0 keeps the error of the largest.
      findings.expect('wrong_load', `${at}.load[${d}]`, stated.load[d] ?? Number.NaN, onBoard, slackOf(most[d]!, 0));
    });
    findings.expect('wrong_load', `${path}.max_load[${d}]`, route.max_load[d] ?? Number.NaN, most[d]!);
  }
  for (const { stated, path: at } of visits) lengthOf(stated.load, dimensions, `${at}.load`, findings);
  lengthOf(route.max_load, dimensions, `${path}.max_load`, findings);
  return most;
}

function lengthOf(load: number[], dimensions: number, path: string, findings: Findings): void {
  if (load.length > dimensions) findings.add('wrong_load', path, `${load.length} amounts for ${dimensions} dimensions`);
}
