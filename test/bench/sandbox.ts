import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Seed } from '../../src/sandbox/seed.ts';

/** A sandbox in a process of its own. */
export interface SandboxProcess {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** The methods of the requests that were received since this was asked last. */
  readonly methods: () => Promise<readonly string[]>;
  readonly close: () => void;
}

/** Starts the sandbox of the compiled program with `latency` milliseconds for each request. */
export async function startSandboxProcess(seed: Seed, latency: number): Promise<SandboxProcess> {
  const child = fork(path.join(import.meta.dirname, 'sandbox.mjs'), { serialization: 'advanced' });
  const ask = async (message: object) => {
    child.send(message);
    const [answer] = await once(child, 'message');
    return answer;
  };
  const { url, username, password } = await ask({ seed, latency });
  return {
    url,
    username,
    password,
    methods: async () => (await ask({})).methods,
    close: () => child.kill(),
  };
}
