import { IsHttpStatus, IsId, IsLabel, IsList, IsOneOf, IsPart, IsText, IsVersion, Optional } from './fields.js';

/** One field that is not as it must be. */
export class AnsweredError {
  @IsText(300) path!: string;
  @IsText(2_000) message!: string;
}

/** Why a command was refused, as a request to the gateway would be. */
export class AnsweredProblem {
  @IsLabel(200) type!: string;
  @IsLabel(200) title!: string;
  @IsHttpStatus() status!: number;
  @Optional() @IsText(2_000) detail?: string;
  @Optional() @IsList(() => AnsweredError) errors?: AnsweredError[];
}

/** What became of a command; its type on Kafka is `command.answered`. */
export class CommandAnswer {
  /** The command's `ce_id`. */
  @IsId() commandId!: string;
  @IsLabel(128) commandType!: string;
  @IsOneOf(['done', 'refused']) outcome!: 'done' | 'refused';
  /** The document's, after what was done. */
  @Optional() @IsVersion() version?: number;
  @Optional() @IsPart(() => AnsweredProblem) problem?: AnsweredProblem;
}

export const COMMAND_ANSWERED = 'command.answered';
