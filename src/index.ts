/**
 * Roundsman as a library.
 * - Without a queue: `readRequest` or `parseRequest`, `createSolverPool`, `solveRouting`, `checkPlan`, `explainPlan`.
 * - Riders: `parseStaffing`, `staff`, `judgeStaffing`.
 * - For dispatch systems: `connectClient`, and the queue `plans`, on which plans are announced.
 * - In one process: `openBroker`, `createConsumer` with `createRoutingHandler`, `createClient`.
 */
import { pino } from 'pino';
import { loadConfig } from './config.ts';
import { type Client, type ClientOptions, connectClient as connect } from './queue/client.ts';

export { checkPlan, violationsOf } from './check/index.ts';
export { type Verdict, VIOLATION_CAUSES, type Violation, type ViolationCause } from './check/verdict.ts';
export { type Config, loadConfig, type WebhookConfig } from './config.ts';
export { type CodedError, ERROR_CODES, type ErrorCode, InputError } from './contract/errors.ts';
export { DEFAULT_LIMITS, type Limits } from './contract/limits.ts';
export { type Parsed, parsePlan, parseRequest } from './contract/parse.ts';
export {
  type PlanAlternative,
  type PlanCost,
  type PlanExplanations,
  type PlanRoute,
  type PlanStop,
  type PlanSummary,
  type PlanUnassigned,
  type PlanViolation,
  planSchema,
  type RoutingPlan,
  type SolverReport,
} from './contract/plan.ts';
export { type Explain, type RoutingRequest, UNASSIGNED_REASONS, type UnassignedReason } from './contract/request.ts';
export { type RequestInput, requestSchema, type TaskInput, type VehicleInput } from './contract/schema.ts';
export { parseStaffing, parseStaffingPlan } from './contract/staffing/parse.ts';
export { type StaffingPlan, type StaffingViolation, staffingPlanSchema } from './contract/staffing/plan.ts';
export { RIDER_REASONS, type RiderReason, SHORT_REASONS, type ShortReason } from './contract/staffing/reasons.ts';
export { type StaffingRequest, WARNINGS } from './contract/staffing/request.ts';
export { type StaffingInput, staffingRequestSchema } from './contract/staffing/schema.ts';
export { type Announcement, type WebhookBody, webhookBodySchema } from './contract/webhook.ts';
export { explainPlan, ForeignPlan, type Questions } from './explain/index.ts';
export {
  type Format,
  type Objective,
  type ReadOptions,
  type ReadResult,
  readRequest,
  type Vroom,
  type VroomAnswer,
  type VroomFailure,
  type VroomIds,
  vroomAnswer,
  vroomFailure,
  writeSol,
} from './formats/index.ts';
export type { Locate } from './formats/locate.ts';
export type { VroomOutOptions } from './formats/vroom-out.ts';
export { createHandlers } from './jobs/handlers.ts';
export { createRoutingHandler } from './jobs/routing.ts';
export { type Checkpoint, type RoutingHooks, type Solved, solveRouting } from './jobs/solve.ts';
export { createStaffingHandler, type Staffed, staff } from './jobs/staffing.ts';
export type { Refused, TurnHooks } from './jobs/turn.ts';
export { warmUp } from './jobs/warm-up.ts';
export type { Coordinates } from './kit/coordinates.ts';
export type { StopReason } from './kit/stop-reasons.ts';
export { staffingSvg } from './map/staffing-svg.ts';
export { type MapOptions, planSvg } from './map/svg.ts';
export { type PlanGeoJson, planGeoJson } from './plan/geojson.ts';
export { createSolverPool, type PoolOptions, type SolveHooks, type SolverPool } from './pool/pool.ts';
export type { StaffingHooks } from './pool/staffing.ts';
export type { Broker } from './queue/broker.ts';
export { type Client, type ClientOptions, createClient, type FetchedPlan } from './queue/client.ts';
export { type Consumer, createConsumer } from './queue/consumer.ts';
export { type Failure, QueueError } from './queue/errors.ts';
export { openBroker } from './queue/open-broker.ts';
export type { SubmitOptions, Submitted } from './queue/submit.ts';
export {
  type JobContext,
  type JobHandler,
  type JobOutcome,
  type JobProgress,
  type JobResult,
  PLANS_QUEUE,
  type Stop as JobStop,
  type StopReason as JobStopReason,
  type StoredPlan,
  WEBHOOKS_QUEUE,
} from './queue/types.ts';
export type { WatchEvent } from './queue/watch.ts';
export type { Progress } from './routing/search/exchange.ts';
export { judgeStaffing } from './simulation/judge.ts';

/**
 * Connects to the queue that workers serve.
 * @param settings variables as in the environment, e.g. `{ REDIS_URL: 'redis://queue:6379' }`. Default: the environment.
 * Without REDIS_URL it is the embedded store of this process, which no other process can serve.
 * @param log a pino logger. Default: silent.
 * @param options `kinds`, where workers serve other kinds of jobs than Roundsman's own.
 * @throws InputError `bad_config`; QueueError `queue_unreachable` at once when Redis is away.
 */
export async function connectClient(
  settings?: Record<string, string | undefined>,
  log = pino({ level: 'silent' }),
  options?: ClientOptions,
): Promise<Client> {
  return connect(loadConfig(settings), log, options);
}
