import type { MongoClient } from '#infra/mongo/client.js';

interface MemberStatus {
  readonly _id: number;
  readonly name: string;
  readonly stateStr: string;
}

/** The name of the node that takes writes, `mongo-2`; undefined while there is none. */
export async function primaryOf(mongo: MongoClient): Promise<string | undefined> {
  const primary = (await membersOf(mongo)).find(({ stateStr }) => stateStr === 'PRIMARY');
  return primary && nodeName(primary);
}

/** The address of each member as the others know it, by the name of its node. */
export async function memberAddresses(mongo: MongoClient): Promise<Map<string, string>> {
  return new Map((await membersOf(mongo)).map((member) => [nodeName(member), member.name]));
}

async function membersOf(mongo: MongoClient): Promise<MemberStatus[]> {
  return (await mongo.db('admin').command({ replSetGetStatus: 1 })).members;
}

/** Members are numbered from 0 in the replica set and from 1 as nodes. */
const nodeName = ({ _id }: MemberStatus) => `mongo-${_id + 1}`;
