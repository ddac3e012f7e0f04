import type { Insist } from './ask.js';
import { type Count, isSuccess } from './client-record.js';
import type { CommandSender } from './command-sender.js';

/** Tells a count so many times at once; whether it, or a later one, is known then. */
export async function tellByCall({ location, sku, onHand, asOf }: Count, key: string, times: number, insist: Insist): Promise<boolean> {
  const question = { method: 'PUT', path: `/v1/stock/${location}/${sku}`, key, body: { onHand, asOf } } as const;
  const answers = await Promise.all(Array.from({ length: times }, () => insist('stock', question)));
  return answers.some((answer) => answer && (isSuccess(answer) || answer.problem === 'stock-outdated'));
}

/** The same by a command, which is sent so many times; whether it lies on its topic. */
export function tellByCommand(
  { location, sku, onHand, asOf }: Count,
  times: number,
  commands: CommandSender,
  givingUp: AbortSignal,
): Promise<boolean> {
  return commands.send({ type: 'stock.set', key: `${location}/${sku}`, data: { onHand, asOf } }, times, givingUp);
}
