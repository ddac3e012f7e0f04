import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import { ProblemError, problem } from './problem.js';

/** Refuses a query where none is read: whoever asks a write for a preview must not find out later that it was none. */
@Injectable()
export class QueryGuard implements CanActivate {
  canActivate(host: ExecutionContext): boolean {
    if (host.getType() !== 'http') return true;
    const { query, url } = host.switchToHttp().getRequest<FastifyRequest>();
    const [unknown] = Object.keys(query as object);
    if (unknown === undefined || !url.startsWith('/v1/') || readsQuery(host)) return true;
    throw new ProblemError(
      problem('invalid-input', 'this address takes no query', [{ path: unknown.slice(0, 300), message: 'is not a known field' }]),
    );
  }
}

/** Whether the handler has a parameter with `@Query`. */
function readsQuery(host: ExecutionContext): boolean {
  const parameters = Reflect.getMetadata(ROUTE_ARGS_METADATA, host.getClass(), host.getHandler().name) ?? {};
  return Object.keys(parameters).some((key) => key.startsWith(`${RouteParamtypes.QUERY}:`));
}
