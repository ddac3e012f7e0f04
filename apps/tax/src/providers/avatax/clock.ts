/** A clock that is further off dates documents of the last day of a month into another, or certificates look as if they were not valid. */
const MAY_BE_OFF = 300_000;

/** What is wrong with this machine's clock, by the `Date` of an answer of AvaTax; undefined where it is right, or the answer has none. Throws where nothing comes. */
export async function clockFault(url: string, deadline: number): Promise<string | undefined> {
  const answer = await fetch(`${url}/api/v2/utilities/ping`, { signal: AbortSignal.timeout(deadline) });
  await answer.body?.cancel();
  const off = Date.now() - Date.parse(answer.headers.get('date') ?? '');
  if (!(Math.abs(off) > MAY_BE_OFF)) return undefined;
  const minutes = Math.round(Math.abs(off) / 60_000);
  return `the clock of this machine is ${minutes} minutes ${off > 0 ? 'ahead of' : 'behind'} AvaTax's: set it, since documents are dated by it`;
}
