import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const problem = { 'application/problem+json': { schema: ref('Problem') } };

/** A read in the API's description: what it answers, and 404. */
export const Reads = (summary: string, answer: string, parameter = 'id') =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiParam({ name: parameter, schema: { type: 'string' } }),
    ApiResponse({ status: 200, description: 'Found', content: { 'application/json': { schema: ref(answer) } } }),
    ApiResponse({ status: 404, description: 'There is no such document', content: problem }),
    ApiResponse({ status: 503, description: 'A service cannot be reached; repeat', content: problem }),
  );

/** A write in the API's description: its body, what it answers, and how it is refused. */
export const Places = (summary: string, body: string, answer: string) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiBody({ schema: ref(body) }),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'Any text of your own that is unique per order; a repeat with it is answered with the first result',
    }),
    ApiHeader({
      name: 'Prefer',
      required: false,
      description: '`wait=5` waits up to so many seconds until tax, payments and shipments have settled',
    }),
    ApiResponse({ status: 201, description: 'Stored', content: { 'application/json': { schema: ref(answer) } } }),
    ApiResponse({ status: 400, description: 'Fields are not as they must be; `errors` names each', content: problem }),
    ApiResponse({ status: 413, description: 'The body, or what would be published of it, is too large', content: problem }),
    ApiResponse({ status: 415, description: 'The body is not application/json', content: problem }),
    ApiResponse({ status: 422, description: 'Well formed, and refused', content: problem }),
    ApiResponse({ status: 503, description: 'A service cannot be reached; repeat with the same key', content: problem }),
  );
