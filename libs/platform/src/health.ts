import { Controller, Get, Injectable } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { HealthCheck, HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';

/** Tells what keeps something from working, or nothing. */
type Check = () => string | undefined | Promise<string | undefined>;

/** What must work before this process takes part; each piece of the chassis adds its own. */
@Injectable()
export class Readiness {
  readonly #checks = new Map<string, Check>();

  constructor(private readonly indicators: HealthIndicatorService) {}

  add(name: string, check: Check): void {
    this.#checks.set(name, check);
  }

  /** The checks in the form that terminus runs. */
  indicatorFunctions() {
    return [...this.#checks].map(([name, check]) => async () => {
      const indicator = this.indicators.check(name);
      try {
        const problem = await check();
        return problem === undefined ? indicator.up() : indicator.down({ problem });
      } catch (error) {
        return indicator.down({ problem: error instanceof Error ? error.message : 'failed' });
      }
    });
  }
}

@ApiExcludeController()
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly readiness: Readiness,
  ) {}

  /** The process runs; nothing else is looked at, so that an outage elsewhere does not get it killed. */
  @Get('live')
  live() {
    return { status: 'ok' };
  }

  @Get('ready')
  @HealthCheck()
  ready() {
    return this.health.check(this.readiness.indicatorFunctions());
  }
}
