import { describe, expect, it } from 'vitest';
import { tourColour } from '../../src/map/colour.ts';

const channels = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
const distance = (a: string, b: string) => Math.hypot(...channels(a).map((value, i) => value - channels(b)[i]!));

describe('tourColour', () => {
  const colours = Array.from({ length: 60 }, (_, index) => tourColour(index));

  it('tells 60 tours apart, and neighbours in the list at once', () => {
    for (let i = 0; i < 60; i++) {
      for (let j = 0; j < i; j++) expect(distance(colours[i]!, colours[j]!)).toBeGreaterThan(i - j === 1 ? 60 : 15);
    }
  });

  it('gives colours that stand out from the ground and carry white text', () => {
    for (const colour of colours) {
      expect(colour).toMatch(/^#[0-9a-f]{6}$/);
      expect(distance(colour, '#f8f6f1')).toBeGreaterThan(100);
    }
  });
});
