import type { Highs } from 'highs';
import { expect, it } from 'vitest';
import { Rng } from '../../src/kit/rng.ts';
import { endingWhen, loadHighs } from '../../src/staffing/highs.ts';

/** Market split: whole numbers that few branches can be cut off of. */
function statusOf(highs: Highs, stopped: () => boolean): number {
  const rng = new Rng(5);
  return highs.withModel((model) => {
    model.options.set({ output_flag: false, time_limit: 60, mip_max_nodes: 50 });
    for (let row = 0; row < 3; row++) model.addRow(500, 500, { indices: [], values: [] });
    for (let i = 0; i < 20; i++) {
      const values = Array.from({ length: 3 }, () => rng.below(100));
      model.addCol(1 + rng.below(9), 0, 1, { indices: [0, 1, 2], values });
      model.changeColIntegrality(i, highs.constants.variableType.integer);
    }
    return model.run(endingWhen(highs, stopped)).modelStatus;
  });
}

it('ends a solve of HiGHS once asked to, and only then', async () => {
  const highs = await loadHighs();
  const { interrupted } = highs.constants.modelStatus;
  let asked = 0;
  const asking = () => {
    asked++;
    return false;
  };
  expect(statusOf(highs, asking)).not.toBe(interrupted);
  expect(asked).toBeGreaterThan(0);
  expect(statusOf(highs, () => true)).toBe(interrupted);
});
