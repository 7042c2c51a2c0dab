import { setTimeout as pause } from 'node:timers/promises';
import { Hono, type MiddlewareHandler } from 'hono';
import { isNoAnswer, noAnswer } from './answers.ts';
import { type CallEnvironment, concernedCustomers, concernedNames } from './call.ts';
import { answerInstead, spoiledAnswer } from './fault-answers.ts';
import type { FaultBook } from './faults.ts';
import { type Json, parseJson } from './json.ts';
import { faultBody, Refusal } from './refusal.ts';
import type { RequestLog } from './request-log.ts';
import { addRoutes } from './routes.ts';
import type { Throttle } from './throttle.ts';
import { settle } from './transactions.ts';
import type { World } from './world.ts';

/** What surrounds the calls. */
export interface Surroundings {
  readonly log: RequestLog;
  readonly faults: FaultBook;
  readonly throttle: Throttle | null;
  readonly latencyMilliseconds: number;
  readonly password: string;
  /** Called after each request, when its changes are to be kept. */
  readonly keep: () => void;
}

type Middleware = MiddlewareHandler<CallEnvironment>;

function decodeBody(text: string): Json | undefined {
  if (text === '') {
    return undefined;
  }
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

/** Path and query as they came. */
function target(url: string): string {
  return url.slice(new URL(url).origin.length);
}

function logging({ log, latencyMilliseconds, keep }: Surroundings): Middleware {
  return async (call, next) => {
    const body = decodeBody(await call.req.text());
    const place = log.received(call.req.method, target(call.req.url), body);
    call.set('body', body);
    call.set('remarks', []);
    if (latencyMilliseconds > 0) {
      await pause(latencyMilliseconds);
    }
    await next();
    const unanswered = isNoAnswer(call.res) || call.env.incoming.socket.destroyed;
    log.answered(place, unanswered ? null : call.res.status, call.get('remarks'));
    keep();
  };
}

function faulting(world: World, { faults }: Surroundings): Middleware {
  return async (call, next) => {
    const path = target(call.req.url);
    const body = call.get('body');
    const fault = faults.strike({ method: call.req.method, path, names: concernedNames(world, path, body) });
    call.set('fault', fault);
    if (fault === undefined) {
      return next();
    }
    if (fault.kind === 'hang') {
      return noAnswer();
    }
    if (fault.kind === 'drop-before') {
      call.env.incoming.socket.destroy();
      return noAnswer();
    }
    const stored = concernedCustomers(world, path, body).map(({ data }) => data);
    const instead = answerInstead(fault, JSON.stringify({ received: body, stored }));
    if (instead !== null) {
      return instead;
    }
    await next();
    if (fault.kind === 'drop-after') {
      call.env.incoming.socket.destroy();
      return;
    }
    const spoiled = await spoiledAnswer(fault, call.res);
    if (spoiled !== null) {
      call.res = spoiled;
    }
  };
}

function admitting({ username }: World, { password, throttle }: Surroundings): Middleware {
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return async (call, next) => {
    if (call.req.header('Authorization') !== expected) {
      const refusal = new Refusal(401, 'not-authenticated', 'The username or password is missing or wrong.');
      return call.json(faultBody(refusal), 401, { 'WWW-Authenticate': 'Basic realm="VOSS Automate"' });
    }
    if (throttle?.admits(performance.now()) === false) {
      return call.text('Error 429: Too Many Requests', 429);
    }
    return next();
  };
}

/** The sandbox as a function of requests: everything but the socket it listens on. */
export function createApp(world: World, surroundings: Surroundings): Hono<CallEnvironment> {
  const app = new Hono<CallEnvironment>({ strict: false });
  app.use(logging(surroundings));
  app.use(async (_call, next) => {
    settle(world);
    await next();
  });
  app.use(faulting(world, surroundings));
  app.use(admitting(world, surroundings));
  addRoutes(app, world);
  return app;
}
