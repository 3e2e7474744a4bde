import type { Vroom, VroomBreak, VroomJob, VroomShipment, VroomVehicle } from './vroom-schema.ts';
import { shipmentId, sideId, tornShipments } from './vroom-steps.ts';

/** What a native task is in VROOM's request. */
export type VroomTask =
  | { kind: 'job'; job: VroomJob }
  | { kind: 'shipment'; shipment: VroomShipment }
  /** One side of a shipment that is torn apart, see `tornShipments`. */
  | { kind: 'pickup' | 'delivery'; shipment: VroomShipment };

/** Names a vehicle, and thereby its route. */
export interface RouteName {
  vehicle: string;
  number: number;
  /** Where it has several. */
  shift?: number;
}

/** From the names in a native plan to the parts of VROOM's request that it answers. */
export interface VroomIds {
  /** By the id of the native task. */
  tasks: Map<string, VroomTask>;
  /** By `routeKey`. */
  vehicles: Map<string, VroomVehicle>;
  /** By the id of VROOM's vehicle. */
  names: Map<number, RouteName>;
  /** By `routeKey` and the id of the native break, with a blank between. */
  breaks: Map<string, VroomBreak>;
  /** VROOM's costs are whole: what the native ones were multiplied by. */
  costScale: number;
}

export function routeKey({ vehicle, number, shift }: RouteName): string {
  return `${vehicle} #${number} ${shift ?? 1}`;
}

/** The names that `readVroom` gives. */
export function idsOf(vroom: Vroom): VroomIds {
  const { jobs = [], shipments = [], vehicles } = vroom;
  const torn = tornShipments(vroom);
  const nameOf = ({ id }: VroomVehicle): RouteName => ({ vehicle: String(id), number: 1 });
  const keyOf = (vehicle: VroomVehicle) => routeKey(nameOf(vehicle));
  return {
    tasks: new Map<string, VroomTask>([
      ...jobs.map((job): [string, VroomTask] => [String(job.id), { kind: 'job', job }]),
      ...shipments.flatMap((shipment): [string, VroomTask][] => {
        const { pickup, delivery } = shipment;
        if (!torn.has(pickup.id)) return [[shipmentId(pickup.id), { kind: 'shipment', shipment }]];
        return [
          [sideId('pickup', pickup.id), { kind: 'pickup', shipment }],
          [sideId('delivery', delivery.id), { kind: 'delivery', shipment }],
        ];
      }),
    ]),
    vehicles: new Map(vehicles.map((vehicle) => [keyOf(vehicle), vehicle])),
    names: new Map(vehicles.map((vehicle) => [vehicle.id, nameOf(vehicle)])),
    breaks: new Map(
      vehicles.flatMap((vehicle) =>
        (vehicle.breaks ?? []).map((pause): [string, VroomBreak] => [`${keyOf(vehicle)} ${pause.id}`, pause]),
      ),
    ),
    costScale: 1,
  };
}
