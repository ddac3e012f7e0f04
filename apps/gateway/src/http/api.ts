import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiParam, ApiQuery, ApiResponse } from '@nestjs/swagger';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const oneOf = (names: string | readonly string[]) => (typeof names === 'string' ? ref(names) : { oneOf: names.map(ref) });
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

/** A read of a file in the API's description. */
export const ReadsFile = (summary: string, type: string) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiParam({ name: 'id', schema: { type: 'string' } }),
    ApiResponse({ status: 200, description: 'Found', content: { [type]: { schema: { type: 'string', format: 'binary' } } } }),
    ApiResponse({ status: 404, description: 'There is no such document', content: problem }),
    ApiResponse({ status: 503, description: 'A service cannot be reached; repeat', content: problem }),
  );

/** A list in the API's description. */
export const Lists = (summary: string, answer: string) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiResponse({ status: 200, description: 'A page', content: { 'application/json': { schema: ref(answer) } } }),
    ApiResponse({ status: 400, description: 'A parameter is not as it must be', content: problem }),
    ApiResponse({ status: 503, description: 'A service cannot be reached; repeat', content: problem }),
  );

const headers = {
  key: ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'Any text of your own that is unique per request; a repeat with it is answered with the first result',
  }),
  prefer: ApiHeader({
    name: 'Prefer',
    required: false,
    description: '`wait=5` waits up to so many seconds until tax, payments and shipments have settled',
  }),
  ifMatch: ApiHeader({
    name: 'If-Match',
    required: false,
    description: 'The `ETag` of the last read, or `*` for whatever is there; 428 without it',
  }),
};

/** A change of a document in the API's description: its body, what it answers, or either of what it may answer, and how it is refused. */
export const Changes = (summary: string, body: string, answer: string | readonly string[], ...more: MethodDecorator[]) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiParam({ name: 'id', schema: { type: 'string' } }),
    ApiBody({ schema: ref(body) }),
    ...more,
    headers.ifMatch,
    headers.key,
    headers.prefer,
    ApiResponse({ status: 200, description: 'Stored, or previewed', content: { 'application/json': { schema: oneOf(answer) } } }),
    ApiResponse({ status: 400, description: 'Fields are not as they must be; `errors` names each', content: problem }),
    ApiResponse({ status: 404, description: 'There is no such document', content: problem }),
    ApiResponse({ status: 409, description: 'The state of the document stands against it', content: problem }),
    ApiResponse({
      status: 412,
      description: 'Somebody else changed the document since; `version` and `changes` say what',
      content: problem,
    }),
    ApiResponse({ status: 422, description: 'Well formed, and refused', content: problem }),
    ApiResponse({ status: 428, description: 'If-Match is missing', content: problem }),
    ApiResponse({ status: 503, description: 'A service cannot be reached; repeat with the same key', content: problem }),
  );

/** That a change may have to wait for somebody outside, in the API's description: the document as it is meanwhile. */
export const MayStayOpen = (answer: string) =>
  ApiResponse({
    status: 202,
    description: 'Stored; the gateway has not said yet what became of it, see `openCalls`',
    content: { 'application/json': { schema: ref(answer) } },
  });

/** How a read, or a write of something new, is refused when there is what it needs and the state of that stands against it. */
export const MayStandAgainst = () =>
  applyDecorators(
    ApiResponse({ status: 409, description: 'The state of the document stands against it', content: problem }),
    ApiResponse({ status: 422, description: 'Well formed, and refused', content: problem }),
  );

/** Something that is done with a document by its address alone, in the API's description. */
export const ChangesWithoutBody = (summary: string, answer: string, status = 200) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiParam({ name: 'id', schema: { type: 'string' } }),
    headers.ifMatch,
    headers.key,
    headers.prefer,
    ApiResponse({ status, description: 'Done', content: { 'application/json': { schema: ref(answer) } } }),
    ApiResponse({ status: 404, description: 'There is no such document', content: problem }),
    ApiResponse({ status: 409, description: 'The state of the document stands against it', content: problem }),
    ApiResponse({ status: 412, description: 'Somebody else changed the document since', content: problem }),
    ApiResponse({ status: 428, description: 'If-Match is missing', content: problem }),
  );

/** A read that first asks somebody outside, in the API's description. */
export const Refreshes = (summary: string, answer: string) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiParam({ name: 'id', schema: { type: 'string' } }),
    ApiResponse({ status: 200, description: 'All is known', content: { 'application/json': { schema: ref(answer) } } }),
    ApiResponse({ status: 202, description: 'Something is still open', content: { 'application/json': { schema: ref(answer) } } }),
    ApiResponse({ status: 404, description: 'There is no such document', content: problem }),
    ApiResponse({ status: 503, description: 'A service cannot be reached; repeat', content: problem }),
  );

/** Something computed and not stored, in the API's description. */
export const Computes = (summary: string, body: string, answer: string, ...more: MethodDecorator[]) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiBody({ schema: ref(body) }),
    ...more,
    ApiResponse({ status: 200, description: 'Computed; nothing is stored', content: { 'application/json': { schema: ref(answer) } } }),
    ApiResponse({ status: 400, description: 'Fields are not as they must be; `errors` names each', content: problem }),
    ApiResponse({ status: 422, description: 'Well formed, and refused', content: problem }),
  );

/** That something computed needs somebody who may be away, in the API's description. */
export const MayBeAway = () =>
  ApiResponse({ status: 503, description: 'A service, or the tax provider, cannot be reached; repeat', content: problem });

/** Parameters in the query of an address, each optional. */
export const Optionally = (...names: readonly (readonly [name: string, description: string])[]) =>
  applyDecorators(...names.map(([name, description]) => ApiQuery({ name, required: false, description, schema: { type: 'string' } })));

/** A figure that is told, in the API's description. */
export const Tells = (summary: string, body: string, answer: string) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiParam({ name: 'location', schema: { type: 'string' } }),
    ApiParam({ name: 'sku', schema: { type: 'string' } }),
    ApiBody({ schema: ref(body) }),
    headers.key,
    ApiResponse({ status: 200, description: 'Stored', content: { 'application/json': { schema: ref(answer) } } }),
    ApiResponse({ status: 400, description: 'Fields are not as they must be; `errors` names each', content: problem }),
    ApiResponse({ status: 409, description: 'A later figure is known', content: problem }),
    ApiResponse({ status: 503, description: 'A service cannot be reached; repeat', content: problem }),
  );

/** A write of which nothing else follows, in the API's description. */
export const Adds = (summary: string, body: string, answer: string, ...more: MethodDecorator[]) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiBody({ schema: ref(body) }),
    ...more,
    headers.key,
    ApiResponse({ status: 201, description: 'Stored', content: { 'application/json': { schema: ref(answer) } } }),
    ApiResponse({ status: 400, description: 'Fields are not as they must be; `errors` names each', content: problem }),
    ApiResponse({ status: 422, description: 'Well formed, and refused', content: problem }),
    ApiResponse({ status: 503, description: 'A service cannot be reached; repeat with the same key', content: problem }),
  );

/** Something that takes its time, in the API's description: stored at once, done by and by. */
export const Begins = (summary: string, body: string, answer: string) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiBody({ schema: ref(body) }),
    headers.key,
    ApiResponse({
      status: 202,
      description: 'Stored; `percent` says how far it is',
      content: { 'application/json': { schema: ref(answer) } },
    }),
    ApiResponse({ status: 400, description: 'Fields are not as they must be; `errors` names each', content: problem }),
    ApiResponse({ status: 409, description: 'What it needs is not there yet', content: problem }),
    ApiResponse({ status: 422, description: 'Well formed, and refused', content: problem }),
    ApiResponse({ status: 503, description: 'A service cannot be reached; repeat with the same key', content: problem }),
  );

/** What is done with many documents at once, or previewed, in the API's description. */
export const Combines = (summary: string, body: string, answer: string) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiBody({ schema: ref(body) }),
    headers.key,
    ApiResponse({ status: 200, description: 'Done, or previewed', content: { 'application/json': { schema: ref(answer) } } }),
    ApiResponse({ status: 400, description: 'Fields are not as they must be; `errors` names each', content: problem }),
    ApiResponse({ status: 404, description: 'There is no such document', content: problem }),
    ApiResponse({ status: 409, description: 'The state of a document stands against it', content: problem }),
    ApiResponse({ status: 422, description: 'Well formed, and refused', content: problem }),
    ApiResponse({ status: 503, description: 'A service cannot be reached; repeat with the same key', content: problem }),
  );

/** The id in the address of what there may not be, in the API's description. */
export const OfId = () =>
  applyDecorators(
    ApiParam({ name: 'id', schema: { type: 'string' } }),
    ApiResponse({ status: 404, description: 'There is no such document', content: problem }),
  );

/** How something is refused that there is already, in the API's description. */
export const OnlyOnce = () => ApiResponse({ status: 409, description: 'There is one already; `id` says which', content: problem });

/** A write in the API's description: its body, what it answers, and how it is refused. */
export const Places = (summary: string, body: string, answer: string, ...more: MethodDecorator[]) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiBody({ schema: ref(body) }),
    ...more,
    headers.key,
    headers.prefer,
    ApiResponse({ status: 201, description: 'Stored', content: { 'application/json': { schema: ref(answer) } } }),
    ApiResponse({ status: 400, description: 'Fields are not as they must be; `errors` names each', content: problem }),
    ApiResponse({ status: 413, description: 'The body, or what would be published of it, is too large', content: problem }),
    ApiResponse({ status: 415, description: 'The body is not application/json', content: problem }),
    ApiResponse({ status: 422, description: 'Well formed, and refused', content: problem }),
    ApiResponse({ status: 503, description: 'A service cannot be reached; repeat with the same key', content: problem }),
  );
