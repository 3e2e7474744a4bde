/** What a stop is on a route. Plain numbers, for typed arrays. */
export const DELIVERY = 0;
export const PICKUP = 1;
export const VISIT = 2;
export const SHIPMENT_PICKUP = 3;
export const SHIPMENT_DELIVERY = 4;
export const RELOAD = 5;
