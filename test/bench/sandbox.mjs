// The sandbox in a process of its own, so that neither it nor its garbage is in the way of what measures. Its parent sends
// `{ seed, latency }` once, and `{}` whenever it wants to know the methods of the requests since it last asked.
import { startSandbox } from '../../build/sandbox/server.js';

let sandbox = null;
let told = 0;
process.on('message', async ({ seed, latency }) => {
  if (seed !== undefined) {
    sandbox = await startSandbox({ seed, latencyMilliseconds: latency });
    const { url, username, password } = sandbox;
    process.send({ url, username, password });
    return;
  }
  const methods = sandbox.requests.slice(told).map((one) => one.method);
  told = sandbox.requests.length;
  process.send({ methods });
});
