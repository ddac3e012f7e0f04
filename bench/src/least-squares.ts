export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A straight line through points. */
export interface Line {
  readonly slope: number;
  readonly intercept: number;
  /** Standard error of the slope: beyond twice of it on either side of zero, the slope is hardly chance. Infinite for two points. */
  readonly slopeError: number;
}

/** The line with the least sum of squared distances in y. Throws RangeError when the points have fewer than two different x. */
export function leastSquares(points: readonly Point[]): Line {
  const meanX = mean(points.map(({ x }) => x));
  const meanY = mean(points.map(({ y }) => y));
  const spreadX = sum(points.map(({ x }) => (x - meanX) ** 2));
  if (!(spreadX > 0)) throw new RangeError('a line needs points at two different x');
  const slope = sum(points.map(({ x, y }) => (x - meanX) * (y - meanY))) / spreadX;
  const intercept = meanY - slope * meanX;
  const residuals = sum(points.map(({ x, y }) => (y - intercept - slope * x) ** 2));
  const slopeError = points.length > 2 ? Math.sqrt(residuals / (points.length - 2) / spreadX) : Number.POSITIVE_INFINITY;
  return { slope, intercept, slopeError };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
