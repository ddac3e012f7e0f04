import { LISTR_LOGGER_STDERR_LEVELS, ListrLogger, ListrLogLevels } from 'listr2';

/** Shows the steps where there is no terminal; of one that failed the title alone, because with-run.ts shows the error. */
export class StepLogger extends ListrLogger<ListrLogLevels> {
  constructor() {
    super({ useIcons: true, toStderr: LISTR_LOGGER_STDERR_LEVELS });
  }

  override log(...[level, message, options]: Parameters<ListrLogger<ListrLogLevels>['log']>): void {
    if (level === ListrLogLevels.FAILED) super.log(level, message);
    else super.log(level, message, options);
  }
}
