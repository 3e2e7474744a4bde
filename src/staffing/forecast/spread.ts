import { gcd } from '../../kit/gcd.ts';
import { PARTS } from './shares.ts';

/**
 * How far orders fall from their forecast, learnt from past forecasts. The variance about a forecast m is
 * (phi m + c^2 m^2) x a factor per class of times: noise of counting, and errors that go with the level. Orders are
 * turned into near-normal scores by the cube root (Wilson & Hilferty 1931); which score is exceeded how often is read off
 * the past (split conformal prediction, Vovk et al. 2005, weighted by age), not off the normal law. Where next to nothing is
 * forecast, orders are whole numbers before all else: there the law is the negative binomial of that mean and variance.
 */
export interface PastWeek {
  /** rows x slots, as `actual`. */
  forecast: Float64Array;
  /** rows x slots; NaN where not known. */
  actual: Float64Array;
  /** slots; class of the time, 0..PARTS-1 (see `partOfWeek`). */
  classOf: Uint8Array;
  /** slots; 1 in special days, of which less is known. */
  special: Uint8Array;
}

const HALF_LIFE_WEEKS = 13;
/** More scores than this are thinned out. */
const MAX_SCORES = 60_000;
const MIN_SCORES = 150;
/** Squared scores are cut here where a variance is made of them. */
const CUT = 9;
/** A class has the common variance until it has been seen in so many slots. */
const PRIOR_SLOTS = 40;
/** Special days are taken for twice as uncertain until this many weigh against it. */
const SPECIAL_FACTOR = 2;
const PRIOR_SPECIAL_DAYS = 2;
/** t(v) / z at the usual quantiles is near 1 + WIDENING / v, v = weeks - 1 (Fisher & Cornish 1960). */
const WIDENING = 0.66;
/** Without a past: noise as of counting, and a level that is known to a fifth. */
const GUESS = { phi: 1, c2: 0.04 };
/** Of orders, in parts of the forecast's square: beyond it the cube root is no longer near normal. */
const MAX_VARIANCE = 1;
/** A day that all but nothing was forecast of must not stretch those of others without end. */
const MAX_SCORE = 5;
/** The forecast is taken for the median until so many weeks weigh against it. */
const PRIOR_WEEKS = 10;
/** Fewer orders than this in a slot are counted one by one. */
const FEW = 3;
/** Scores are kept as this many quantiles. */
const POINTS = 40;

/** Standard normal at (i + 0.5) / POINTS, for want of a past. */
const NORMAL = Float64Array.from({ length: POINTS }, (_, i) => normalQuantile((i + 0.5) / POINTS));

export class Spread {
  private phi = GUESS.phi;
  private c2 = GUESS.c2;
  /** Variance factors. */
  private readonly byClass = new Float64Array(PARTS).fill(1);
  private bySpecial = SPECIAL_FACTOR ** 2;
  private points: Float64Array = NORMAL;
  /** The fewer weeks were seen, the less their spread is known: scores are those of Student's law. */
  private widening = 1;

  /** @param weeks oldest first; with too few of them a guess */
  constructor(weeks: readonly PastWeek[]) {
    const past = collect(weeks);
    if (past.actual.length < MIN_SCORES) return;
    this.fitVariance(past);
    const order = Array.from(past.actual, (_, i) => i).filter((i) => past.forecast[i]! >= FEW);
    if (order.length < MIN_SCORES) return;
    this.fitClasses(past, order);
    this.fitSpecial(past, order, weeks);
    const scores = past.actual.map((_, i) => this.score(past, i));
    order.sort((a, b) => scores[a]! - scores[b]!);
    this.points = centred(quantilesOf(order, scores, past.weight), weeks.length);
    this.widening = 1 + WIDENING / Math.max(1, weeks.length - 1);
  }

  /** What is exceeded with probability 1 - level; for `orders`. */
  at(level: number): Level {
    return { level, score: this.widening * pointAt(this.points, level) };
  }

  /**
   * Orders that are exceeded with the probability of `at`, about a forecast.
   * @param growth of the variance that goes with the level, see `growthAhead`
   */
  orders(forecast: number, classOf: number, special: boolean, growth: number, { level, score }: Level): number {
    if (this.isFew(forecast)) return fewAt(forecast, this.fewVariance(forecast, growth), level);
    return ordersAt(forecast, this.shapeOf(forecast, classOf, special, growth), score);
  }

  /** Mean and variance of orders about a forecast. */
  moments(forecast: number, classOf: number, special: boolean, growth: number): { mean: number; variance: number } {
    if (this.isFew(forecast)) return { mean: forecast, variance: this.fewVariance(forecast, growth) };
    const shape = this.shapeOf(forecast, classOf, special, growth);
    let sum = 0;
    let squares = 0;
    for (const point of this.points) {
      const orders = ordersAt(forecast, shape, this.widening * point);
      sum += orders;
      squares += orders * orders;
    }
    const mean = sum / POINTS;
    return { mean, variance: Math.max(0, squares / POINTS - mean * mean) };
  }

  /** Unless orders have been seen to be surer than counting allows, as where they are made by a machine. */
  private isFew(forecast: number): boolean {
    return forecast < FEW && this.phi + this.c2 * forecast >= 0.5;
  }

  private fewVariance(forecast: number, growth: number): number {
    return forecast * Math.max(1, this.phi + this.c2 * growth * forecast);
  }

  /** Variance of the cube root of orders / forecast. */
  private shapeOf(mean: number, classOf: number, special: boolean, growth = 1): number {
    if (!(mean > 0)) return 0;
    const factor = this.byClass[classOf]! * (special ? this.bySpecial : 1);
    return Math.min(MAX_VARIANCE, (this.phi / mean + this.c2 * growth) * factor) / 9;
  }

  private score(past: Past, i: number): number {
    const mean = past.forecast[i]!;
    const shape = this.shapeOf(mean, past.classOf[i]!, past.special[i] === 1);
    if (shape === 0) return 0;
    const score = (Math.cbrt(past.actual[i]! / mean) - 1 + shape) / Math.sqrt(shape);
    return Math.max(-MAX_SCORE, Math.min(MAX_SCORE, score));
  }

  /** Weighted least squares of squared errors on m and m^2, outliers cut; three rounds settle it. */
  private fitVariance({ forecast, actual, weight }: Past): void {
    for (let round = 0; round < 3; round++) {
      let mm = 0;
      let mq = 0;
      let qq = 0;
      let em = 0;
      let eq = 0;
      for (let i = 0; i < actual.length; i++) {
        const mean = forecast[i]!;
        const variance = this.phi * mean + this.c2 * mean * mean;
        const square = (actual[i]! - mean) ** 2;
        const error = mean < FEW ? square : Math.min(square, CUT * variance);
        // Squares of errors vary as those of counts do.
        const w = weight[i]! / Math.max(variance + 2 * variance ** 2, 1e-12);
        mm += w * mean * mean;
        mq += w * mean ** 3;
        qq += w * mean ** 4;
        em += w * error * mean;
        eq += w * error * mean * mean;
      }
      const det = mm * qq - mq * mq;
      const phi = det > 1e-9 * mm * qq ? (em * qq - eq * mq) / det : 0;
      const c2 = det > 1e-9 * mm * qq ? (eq * mm - em * mq) / det : eq / qq;
      this.phi = c2 < 0 ? em / mm : Math.max(0, phi);
      this.c2 = phi < 0 ? eq / qq : Math.max(0, c2);
    }
  }

  private fitClasses(past: Past, which: number[]): void {
    const sums = new Float64Array(PARTS);
    const seen = new Float64Array(PARTS);
    let all = 0;
    let weights = 0;
    for (const i of which) {
      if (past.special[i] === 1) continue;
      const square = Math.min(CUT, this.score(past, i) ** 2) * past.weight[i]!;
      sums[past.classOf[i]!]! += square;
      seen[past.classOf[i]!]! += past.weight[i]!;
      all += square;
      weights += past.weight[i]!;
    }
    const common = weights > 0 ? all / weights : 1;
    for (let c = 0; c < PARTS; c++) {
      this.byClass[c] = Math.max(0.01, (sums[c]! + PRIOR_SLOTS * common) / (seen[c]! + PRIOR_SLOTS));
    }
  }

  private fitSpecial(past: Past, which: number[], weeks: readonly PastWeek[]): void {
    this.bySpecial = 1;
    let sum = 0;
    let seen = 0;
    for (const i of which) {
      if (past.special[i] !== 1) continue;
      sum += Math.min(4 * CUT, this.score(past, i) ** 2);
      seen++;
    }
    const perDay = which.length / weeks.length / 7;
    const prior = PRIOR_SPECIAL_DAYS * perDay;
    this.bySpecial = Math.max(1, (sum + prior * SPECIAL_FACTOR ** 2) / (seen + prior));
  }
}

interface Level {
  level: number;
  score: number;
}

function ordersAt(mean: number, shape: number, score: number): number {
  return mean * Math.max(0, 1 - shape + score * Math.sqrt(shape)) ** 3;
}

/** The least number of orders that are not exceeded with probability `level`, of a negative binomial law. */
function fewAt(mean: number, variance: number, level: number): number {
  if (!(mean > 0)) return 0;
  const size = (mean * mean) / Math.max(variance - mean, 1e-6 * mean);
  const odds = mean / (mean + size);
  let probability = Math.exp(size * Math.log1p(-odds));
  let below = probability;
  let orders = 0;
  while (below < level && orders < 1000) {
    probability *= (odds * (size + orders)) / (orders + 1);
    below += probability;
    orders++;
  }
  return orders;
}

/** What is known of the past, aligned columns. */
interface Past {
  forecast: number[];
  actual: number[];
  weight: number[];
  classOf: number[];
  special: number[];
}

function collect(weeks: readonly PastWeek[]): Past {
  const past: Past = { forecast: [], actual: [], weight: [], classOf: [], special: [] };
  const size = weeks.reduce((sum, { actual }) => sum + actual.length, 0);
  const least = Math.max(1, Math.ceil(size / MAX_SCORES));
  weeks.forEach(({ forecast, actual, classOf, special }, index) => {
    const weight = 0.5 ** ((weeks.length - 1 - index) / HALF_LIFE_WEEKS);
    // All times of the day are to come up, whatever is left out.
    let stride = least;
    while (gcd(stride, classOf.length) > 1) stride++;
    for (let i = index % stride; i < actual.length; i += stride) {
      if (Number.isNaN(actual[i]!) || !(forecast[i]! > 1e-9)) continue;
      const slot = i % classOf.length;
      past.forecast.push(forecast[i]!);
      past.actual.push(actual[i]!);
      past.weight.push(weight);
      past.classOf.push(classOf[slot]!);
      past.special.push(special[slot]!);
    }
  });
  return past;
}

/** @param order indices by ascending score */
function quantilesOf(order: number[], scores: number[], weight: number[]): Float64Array {
  const total = order.reduce((sum, i) => sum + weight[i]!, 0);
  const points = new Float64Array(POINTS);
  let below = 0;
  let at = 0;
  for (const i of order) {
    below += weight[i]!;
    while (at < POINTS && below >= ((at + 0.5) / POINTS) * total) points[at++] = scores[i]!;
  }
  while (at < POINTS) points[at++] = scores[order.at(-1)!]!;
  return points;
}

/** Scores whose median is moved towards 0 as far as weeks are few: a month of bad luck is no lasting bias. */
function centred(points: Float64Array, weeks: number): Float64Array {
  const off = pointAt(points, 0.5) * (PRIOR_WEEKS / (PRIOR_WEEKS + weeks));
  return points.map((point) => point - off);
}

/** Between the points linear, beyond the outermost as the normal law goes on. */
function pointAt(points: Float64Array, level: number): number {
  const at = level * POINTS - 0.5;
  const last = POINTS - 1;
  if (at <= 0) return points[0]! + Math.min(0, normalQuantile(level) - NORMAL[0]!);
  if (at >= last) return points[last]! + Math.max(0, normalQuantile(level) - NORMAL[last]!);
  const low = Math.floor(at);
  return points[low]! + (at - low) * (points[low + 1]! - points[low]!);
}

/** Standard normal, by bisection of its distribution function (Abramowitz & Stegun 7.1.26 is far finer than needed). */
function normalQuantile(level: number): number {
  let low = -9;
  let high = 9;
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (normalBelow(middle) < level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function normalBelow(x: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(x)) / Math.SQRT2);
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = 0.5 * series * Math.exp((-x * x) / 2);
  return x < 0 ? tail : 1 - tail;
}
