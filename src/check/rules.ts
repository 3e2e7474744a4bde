import type { Task, Vehicle } from '../contract/request.ts';
import type { Findings } from './verdict.ts';

/** Whether the vehicle has what the task asks of it, and not what it forbids. */
export function hasSkills({ skills }: Vehicle, task: Task): boolean {
  const has = new Set(skills);
  if (task.skills.some((skill) => !has.has(skill)) || task.forbiddenSkills.some((skill) => has.has(skill)))
    return false;
  return task.anySkills.length === 0 || task.anySkills.some((skill) => has.has(skill));
}

export function isListed({ id }: Vehicle, { onlyVehicles, forbiddenVehicles }: Task): boolean {
  return (onlyVehicles?.includes(id) ?? true) && !forbiddenVehicles.includes(id);
}

/** Reports what is wrong between a task and the vehicle that serves it. */
export function compatibility(vehicle: Vehicle, task: Task, path: string, findings: Findings): void {
  const has = new Set(vehicle.skills);
  const who = `'${vehicle.id}' for task '${task.id}'`;
  for (const skill of task.skills) {
    if (!has.has(skill)) findings.add('missing_skill', path, `${who} lacks '${skill}'`);
  }
  if (task.anySkills.length > 0 && !task.anySkills.some((skill) => has.has(skill))) {
    findings.add('missing_skill', path, `${who} has none of '${task.anySkills.join("', '")}'`);
  }
  for (const skill of task.forbiddenSkills) {
    if (has.has(skill)) findings.add('forbidden_skill', path, `${who} has '${skill}'`);
  }
  if (!isListed(vehicle, task)) findings.add('vehicle_not_allowed', path, `${who} is not allowed`);
}
