import { afterEach } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/server.ts';

/** An answer of any shape: the tests say what they expect of it. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into answers of many shapes, and fail where one is not there.
  readonly json: any;
}

export type Send = (method: string, path: string, body?: unknown) => Promise<Answer>;

export const customers = '/api/relation/SparkCustomer/';

export const now = Date.parse('2026-11-24T10:00:00.000Z');

export const day = 86_400_000;

const open: Sandbox[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Starts a sandbox that ends with the test, and a client of it. The clock stands still unless told otherwise. */
export async function connect(
  options: SandboxOptions = {},
): Promise<{ readonly sandbox: Sandbox; readonly send: Send }> {
  const sandbox = await startSandbox({ now: () => now, ...options });
  open.push(sandbox);
  const authorization = `Basic ${btoa(`${sandbox.username}:${sandbox.password}`)}`;
  const send: Send = async (method, path, body) => {
    const answer = await fetch(sandbox.url + path, {
      method,
      redirect: 'manual',
      headers: { Authorization: authorization, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(5000),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, json: jsonOf(text) };
  };
  return { sandbox, send };
}

/** The one record of that name in the sandbox's state. */
export function stored(sandbox: Sandbox, name: string) {
  const [customer, ...others] = sandbox.state.named(name);
  if (customer === undefined || others.length > 0) {
    throw new Error(`There is not one record named ${name}`);
  }
  return customer;
}
