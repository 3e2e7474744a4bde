import type { PlanRoute } from '../contract/plan.ts';
import type { RoutingRequest, Vehicle } from '../contract/request.ts';
import { type Board, dimensionsOf } from './board.ts';
import type { Fleet } from './fleet.ts';
import { type Findings, isOver, slackOf } from './verdict.ts';
import { isCalled, type Visit } from './visits.ts';

/** Rules L1 to L4 and R1, and the loads stated. @returns the largest load on board, per dimension. */
export function checkLoads(
  request: RoutingRequest,
  { board, fleet }: { board: Board; fleet: Fleet },
  vehicle: Vehicle,
  visits: Visit[],
  route: PlanRoute,
  path: string,
  findings: Findings,
): number[] {
  const called = visits.filter(isCalled);
  const pathAt = (call: number) => called[call]?.path ?? visits[0]?.path ?? path;
  const report: Parameters<Board['follow']>[2] = (cause, call, detail, amount) =>
    findings.add(cause, pathAt(call), detail(), amount);
  called.forEach(({ call }, i) => {
    if (call.task) fleet.allowed.check(vehicle, call.task, call.part, call.option!, i, report);
  });
  const calls = called.map(({ call }) => call);
  const loads = board.follow(vehicle, calls, report);
  const dimensions = dimensionsOf(request);
  // Not spread into arguments, here and elsewhere: plans have more stops and routes than a call takes.
  const most = Array.from({ length: dimensions }, (_, d) => loads.reduce((max, load) => Math.max(max, load[d]!), 0));
  let position = 0;
  for (const { stated, path: at, call, break: taken } of visits) {
    if (call) position++;
    // Not slackOf(stated, expected) alone: a load that returns to 0 keeps the error of the largest.
    checkAmounts(findings, `${at}.load`, stated.load, loads[position]!, most);
    taken?.maxLoad?.forEach((limit, d) => {
      const load = loads[position]![d] ?? 0;
      const detail = `${load} on board during '${taken.id}', at most ${limit}`;
      if (isOver(load, limit)) findings.add('break_load', `${at}.load[${d}]`, detail, load - limit);
    });
  }
  checkAmounts(findings, `${path}.max_load`, route.max_load, most, most);
  return most;
}

function checkAmounts(findings: Findings, path: string, stated: number[], expected: number[], most: number[]): void {
  expected.forEach((amount, d) => {
    findings.expect('wrong_load', `${path}[${d}]`, stated[d] ?? Number.NaN, amount, slackOf(most[d]!, 0));
  });
  if (stated.length > expected.length) {
    findings.add('wrong_load', path, `${stated.length} amounts for ${expected.length} dimensions`);
  }
}
