import { type Conduct, providerNames } from '../providers/provider.js';
import { type Begun, type Fault, nodesOf, type Stage } from './fault.js';

export const providerFaults: readonly Fault[] = [
  { name: 'provider fails', lasts: [5, 20], begin: (stage) => misbehaving(stage, 'fails') },
  { name: 'provider hangs', lasts: [5, 20], begin: (stage) => misbehaving(stage, 'hangs') },
  { name: 'provider answers late', lasts: [5, 20], begin: (stage) => misbehaving(stage, 'late') },
  { name: 'provider of tax lies', lasts: [5, 20], begin: lying },
  { name: 'service killed while its provider hangs', lasts: [2, 8], begin: killedAmidWork },
];

/** The company that is asked for taxes, or the one through which money moves. */
async function misbehaving({ providers, random }: Stage, conduct: Conduct): Promise<Begun> {
  const provider = random.pick(providerNames);
  providers[provider].behave(conduct);
  return { what: provider, end: async () => providers[provider].behave('answers') };
}

/** It answers without a document. */
async function lying({ providers: { tax } }: Stage): Promise<Begun> {
  tax.behave('lies');
  return { what: 'tax', end: async () => tax.behave('answers') };
}

/** All replicas die with events that they have taken and not handled. */
async function killedAmidWork(stage: Stage): Promise<Begun> {
  const hanging = await misbehaving(stage, 'hangs');
  return {
    what: hanging.what,
    end: async () => {
      const replicas = nodesOf(stage.cluster, 'service').filter(({ service }) => service === hanging.what);
      await Promise.all(replicas.map((replica) => replica.kill()));
      await hanging.end();
      await Promise.all(replicas.map((replica) => replica.start()));
    },
  };
}
