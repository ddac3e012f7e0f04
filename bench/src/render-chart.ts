import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

/** A chart as SVG, for screens and print: on white, with a font that every machine has. */
export async function renderChart(chart: TopLevelSpec): Promise<string> {
  const { spec } = compile({
    ...chart,
    background: 'white',
    padding: 16,
    config: { font: 'Helvetica, Arial, sans-serif', ...chart.config },
  });
  const view = new View(parse(spec), { renderer: 'none' });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}
