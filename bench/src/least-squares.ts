export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A straight line through points. */
export interface Line {
  readonly slope: number;
  readonly intercept: number;
  /**
   * Standard error of the slope: beyond twice of it on either side of zero, the slope is hardly chance. Infinite for two points. Points in a
   * series of time resemble their neighbours and so say less than as many independent ones: the error is widened by what the residuals of
   * neighbours have in common (Santer et al. 2000, doi:10.1029/1999JD901105).
   */
  readonly slopeError: number;
}

/** The line with the least sum of squared distances in y, of points in the order of their x. Throws RangeError when the points have fewer than two different x. */
export function leastSquares(points: readonly Point[]): Line {
  const meanX = mean(points.map(({ x }) => x));
  const meanY = mean(points.map(({ y }) => y));
  const spreadX = sum(points.map(({ x }) => (x - meanX) ** 2));
  if (!(spreadX > 0)) throw new RangeError('a line needs points at two different x');
  const slope = sum(points.map(({ x, y }) => (x - meanX) * (y - meanY))) / spreadX;
  const intercept = meanY - slope * meanX;
  const residuals = points.map(({ x, y }) => y - intercept - slope * x);
  const squares = sum(residuals.map((residual) => residual ** 2));
  const independent = points.length > 2 ? Math.sqrt(squares / (points.length - 2) / spreadX) : Number.POSITIVE_INFINITY;
  return { slope, intercept, slopeError: independent * widening(residuals, squares) };
}

/** √((1 + r) / (1 − r)), r being the correlation of neighbours; never below 1. */
function widening(residuals: readonly number[], squares: number): number {
  if (squares === 0) return 1;
  const correlation = sum(residuals.slice(1).map((residual, index) => residual * (residuals[index] as number))) / squares;
  return correlation > 0 ? Math.sqrt((1 + correlation) / (1 - correlation)) : 1;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
