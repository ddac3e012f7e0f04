import { setTimeout as delay } from 'node:timers/promises';
import { withMongo } from '#infra/mongo/client.js';
import { countOrders, countUnsettledOrders, readOutcome } from './outcome.js';
import { outcomeTable } from './outcome-table.js';
import { replay } from './replay-orders.js';
import { replayProgressBar } from './replay-progress.js';
import { replaySummary } from './replay-summary.js';
import { sampleObstacle } from './sample-obstacle.js';

const sampleFile = 'samples/online-retail-2010-12--2011-02.csv.gz';

export interface SampleOptions {
  readonly gateway: string;
  readonly mongoUrl: string;
  readonly limit: number;
  readonly interrupted: AbortSignal;
}

/** Posts the first orders of a real shop's file when there are no orders yet. Gives what became of them, to be printed. */
export async function postSampleOnce({ gateway, mongoUrl, limit, interrupted }: SampleOptions): Promise<string> {
  return withMongo(mongoUrl, 5_000, async (client) => {
    const orders = await countOrders(client);
    if (orders === 1) return 'There is 1 order from before.';
    if (orders > 1) return `There are ${orders} orders from before.`;
    if (limit === 0) return 'There are no orders yet.';
    const obstacle = await sampleObstacle();
    if (obstacle) return obstacle;
    process.stdout.write(`Posting the first ${limit} orders of ${sampleFile}\n`);
    const progress = replayProgressBar();
    const report = await replay({ file: sampleFile, gateway, limit, onProgress: progress.show, signal: interrupted }).finally(progress.end);
    const settled = await settle(() => countUnsettledOrders(client), interrupted);
    const table = outcomeTable(await readOutcome(client), report.failed);
    const rest = settled ? '' : '\nNot everything has come to its end yet; this is how it stands now.';
    return `${table}${rest}${report.failed.orders > 0 ? `\n${replaySummary(report)}` : ''}\n`;
  });
}

/** True when everything that placing an order sets off has happened to all, within half a minute. */
async function settle(countUnsettled: () => Promise<number>, interrupted: AbortSignal): Promise<boolean> {
  const deadline = Date.now() + 30_000;
  while ((await countUnsettled()) > 0) {
    if (interrupted.aborted || Date.now() > deadline) return false;
    await delay(250);
  }
  return true;
}
