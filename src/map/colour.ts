/**
 * Colours for tours, in OKLCH, where equal steps look equal: Ottosson, "A perceptual color space for image processing"
 * (2020). Hue step and levels are the best of a search over quarter degrees: of 60 colours the closest two are 0.039
 * apart in OKLab (about twice what an eye can tell), and neighbours in the list 0.14.
 */
const HUE_STEP = 87.5;
const FIRST_HUE = 255;
const LEVELS: readonly { lightness: number; chroma: number }[] = [
  { lightness: 0.56, chroma: 0.19 },
  { lightness: 0.4, chroma: 0.13 },
  { lightness: 0.68, chroma: 0.16 },
  { lightness: 0.48, chroma: 0.16 },
  { lightness: 0.62, chroma: 0.12 },
];

/** The colour of tour `index` (0, 1, ...) as `#rrggbb`; dark enough to be seen on a light ground. */
export function tourColour(index: number): string {
  const { lightness, chroma } = LEVELS[index % LEVELS.length]!;
  return oklch(lightness, chroma, FIRST_HUE + index * HUE_STEP);
}

/** Lowers the chroma until the colour exists in sRGB, rather than clipping channels, which would shift the hue. */
function oklch(lightness: number, chroma: number, hue_deg: number): string {
  for (let c = chroma; ; c -= 0.01) {
    const rgb = linearRgb(lightness, c, (hue_deg * Math.PI) / 180);
    if (c <= 0 || rgb.every((channel) => channel >= 0 && channel <= 1)) return hex(rgb);
  }
}

function linearRgb(lightness: number, chroma: number, hue: number): number[] {
  const a = chroma * Math.cos(hue);
  const b = chroma * Math.sin(hue);
  const l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b) ** 3;
  const m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b) ** 3;
  const s = (lightness - 0.089_484_177_5 * a - 1.291_485_548 * b) ** 3;
  return [
    4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
    -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
    -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
  ];
}

function hex(linear: number[]): string {
  const channel = (value: number) => {
    const bounded = Math.min(1, Math.max(0, value));
    const gamma = bounded <= 0.003_130_8 ? 12.92 * bounded : 1.055 * bounded ** (1 / 2.4) - 0.055;
    return Math.round(255 * gamma)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${linear.map(channel).join('')}`;
}
