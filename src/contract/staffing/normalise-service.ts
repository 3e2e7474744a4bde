import type { Service } from './request.ts';
import type { StaffingParsed } from './schema.ts';

export function toService(service: StaffingParsed['service']): Service {
  return {
    target_s: service.target_min * 60,
    share: service.share,
    patience_s: service.patience_min * 60,
    maxUtilisation: service.max_utilisation,
    by: service.by,
  };
}
