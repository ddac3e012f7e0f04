import { portOf, wantedPort } from './system-ports.js';

afterEach(() => delete process.env.MONGO_PORT);

test('a part has its usual port, or the one that its variable chooses', () => {
  delete process.env.MONGO_PORT;
  expect(portOf('mongo')).toBe(27_017);
  process.env.MONGO_PORT = '37017';
  expect(wantedPort('mongo')).toEqual({ port: 37_017, program: 'MongoDB', variable: 'MONGO_PORT' });
});
