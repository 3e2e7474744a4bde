import type { GivenShift } from '../../contract/staffing/request.ts';
import type { Requirement, RequirementInput } from '../load/index.ts';
import type { MovePlan } from '../moves/index.ts';
import type { Roster } from '../roster/index.ts';
import type { Demand } from './demand.ts';
import type { Offer } from './offer.ts';
import type { Pool } from './pools.ts';
import type { VehicleNeed } from './vehicles/need.ts';

/** What the steps of the chain have found; `publicPlan` makes the plan of it. Times in seconds after the horizon's start. */
export interface Draft {
  demand: Demand;
  input: RequirementInput;
  requirement: Requirement;
  /** Zones that share their riders, which the requirement has in it, or might. */
  pools: Pool[];
  /** What the rules ask of vehicle types; the roster's layers after the first. */
  needs: VehicleNeed[];
  /** Of each rider, on the mean. */
  pay_per_h: Float64Array;
  /** 1 for slots that count as peak. */
  peak: Uint8Array;
  /** Null where no rider is named, or the day is under way. */
  roster: Roster | null;
  /** Units that a booked rider stands for in the roster's cover. */
  turnUp: number;
  /** Heads to be booked that somebody on an open shift for any vehicle type stands for. */
  openHeads: number;
  shifts: GivenShift[];
  offers: Offer[];
  moves: MovePlan | null;
  /** Of the roster, or else of the shifts without names. */
  bound: number;
  cost: number;
  iterations: number;
}
