// A real S3 server for tests: node server.mjs --data DIR. Bucket clientsuite, key S3RVER, secret S3RVER; signatures are checked.
// Prints "listening PORT".
import { parseArgs } from 'node:util';
import S3rver from 's3rver';

const { values: given } = parseArgs({ options: { data: { type: 'string' } } });
const server = new S3rver({ port: 0, address: '127.0.0.1', directory: given.data, silent: true, configureBuckets: [{ name: 'clientsuite', configs: [] }] });
const { port } = await server.run();
console.log('listening', port);
process.stdin.on('end', () => process.exit()).resume(); // ends with whoever started it
