import { Webhook } from 'standardwebhooks';
import type { Insist } from './ask.js';
import { isSuccess } from './client-record.js';

const CARRIER = 'post';
const secret = `whsec_${Buffer.from('a secret of the carrier').toString('base64')}`;
/** The setting by which services know what comes from the carrier. */
export const carrierSecrets = `${CARRIER}=${secret}`;

// Long ago, also by a clock that is a day slow.
const UNDER_WAY_BEFORE = 4 * 86_400_000;
const ARRIVED_BEFORE = 3 * 86_400_000;

/** The carrier tells that a parcel has arrived, twice, and then, late, that it is under way; whether the arrival was acknowledged. */
export async function reportParcel(trackingNumber: string, insist: Insist): Promise<boolean> {
  const report = async (status: string, before: number) => {
    const body = { trackingNumber, status, occurredAt: new Date(Date.now() - before).toISOString() };
    const headers = () => signed(`${trackingNumber}-${status}`, body);
    const answer = await insist('report', { method: 'POST', path: `/v1/webhooks/carriers/${CARRIER}`, body, headers });
    return answer !== undefined && isSuccess(answer);
  };
  const arrived = await Promise.all([report('Delivered', ARRIVED_BEFORE), report('Delivered', ARRIVED_BEFORE)]);
  await report('InTransit', UNDER_WAY_BEFORE);
  return arrived.includes(true);
}

function signed(id: string, body: object): Record<string, string> {
  const now = new Date();
  const signature = new Webhook(secret).sign(id, now, JSON.stringify(body));
  return { 'webhook-id': id, 'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)), 'webhook-signature': signature };
}
