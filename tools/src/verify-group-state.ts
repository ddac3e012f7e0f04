import { AssignerProtocol, type GroupDescription } from 'kafkajs';

/** A consumer group as the brokers see it: who died without a word is in it for ten seconds more. */
export interface GroupState {
  readonly group: string;
  /** `Stable` when all members have their partitions. */
  readonly state: string;
  readonly members: readonly GroupMember[];
}

export interface GroupMember {
  readonly id: string;
  /** By topic. */
  readonly partitions: Readonly<Record<string, readonly number[]>>;
}

/** As Kafka describes a group; its members tell in a form of their own which partitions they have. */
export function groupState({ groupId, state, members }: GroupDescription): GroupState {
  const decoded = members.map(({ memberId, memberAssignment }): GroupMember => {
    // A member that has just joined has no assignment yet, and empty bytes cannot be decoded.
    const assignment = memberAssignment.length > 0 ? AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment : undefined;
    return { id: memberId, partitions: assignment ?? {} };
  });
  return { group: groupId, state, members: decoded };
}
