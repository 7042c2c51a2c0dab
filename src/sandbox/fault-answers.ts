import type { Fault } from './faults.ts';
import { isJsonList, isJsonObject, type Json, type JsonObject, parseJson } from './json.ts';
import { faultBody, Refusal } from './refusal.ts';

const html = { 'Content-Type': 'text/html; charset=utf-8' };

function retryAfter({ retryAfterSeconds }: Fault): Readonly<Record<string, string>> {
  return retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) };
}

/** The answer of a fault that leaves the work undone, or null for any other kind. `heard` is what `echo` repeats. */
export function answerInstead(fault: Fault, heard: string): Response | null {
  switch (fault.kind) {
    case 'throttled':
      return new Response('Error 429: Too Many Requests', { status: 429, headers: retryAfter(fault) });
    case 'unavailable':
      return new Response('Service Unavailable', { status: 503, headers: retryAfter(fault) });
    case 'html':
      return new Response('<html><body><h1>Internal Server Error</h1></body></html>', { status: 500, headers: html });
    case 'login-page':
      return new Response('<html><body><form action="/login/">Sign in</form></body></html>', { headers: html });
    case 'success-false':
      return Response.json({ success: false, code: 'refused', message: 'The request was not carried out.' });
    case 'redirect':
      return new Response(null, { status: 302, headers: { Location: fault.location ?? 'https://elsewhere.example/' } });
    case 'echo':
      return Response.json(faultBody(new Refusal(400, 'echo', `Cannot carry out: ${heard}`)), { status: 400 });
    default:
      return null;
  }
}

function totalRaised(pagination: Json | undefined): JsonObject {
  const { total, ...rest } = isJsonObject(pagination) ? pagination : {};
  return { ...rest, total: (typeof total === 'number' ? total : 0) + 1 };
}

function inconsistent(list: JsonObject, fault: Fault): JsonObject {
  const { resources, pagination } = list;
  const entries = isJsonList(resources) ? resources : [];
  switch (fault.kind) {
    case 'short-page':
      return { ...list, resources: entries.slice(0, -1) };
    case 'duplicate-entry':
      return { ...list, resources: [...entries.slice(0, -1), ...entries.slice(0, 1)] };
    case 'wrong-total':
      return { ...list, pagination: totalRaised(pagination) };
    default:
      return list;
  }
}

/** The answer as a fault that does the work spoils it, or null for a kind that leaves it alone. */
export async function spoiledAnswer(fault: Fault, answer: Response): Promise<Response | null> {
  const { kind } = fault;
  if (kind === 'truncated') {
    const text = await answer.text();
    return new Response(text.slice(0, text.length / 2), { headers: { 'Content-Type': 'application/json' } });
  }
  if (kind !== 'short-page' && kind !== 'duplicate-entry' && kind !== 'wrong-total') {
    return null;
  }
  const body = parseJson(await answer.text());
  return Response.json(isJsonObject(body) ? inconsistent(body, fault) : body, { status: answer.status });
}
