import { readAnswer } from '../answer.ts';
import { ApiError } from '../error.ts';
import type { Incoming, Request } from '../exchange.ts';
import type { Asked } from '../failure.ts';
import type { Query } from '../paths.ts';
import type { Transport } from '../transport.ts';

/** The most that is read of an answer that is to be text, in bytes. */
const longestText = 4 * 1024 * 1024;

/** How a file begins. */
const beginnings = { zip: [0x50, 0x4b, 0x03, 0x04], gzip: [0x1f, 0x8b] } as const;

/** What kind of file is asked for: a spreadsheet is a zip file too. */
export type FileKind = keyof typeof beginnings;

/** A file as it comes in. */
export interface IncomingFile {
  /** The server's own header: hostile. */
  readonly disposition: string | null;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * Asks for a file and hands it to `take` piece by piece, once its first bytes are those of its kind: an error that comes
 * with status 200, or a login page, is thrown as the `ApiError` it is. What `take` throws is passed on.
 */
export function receiveFile<T>(
  transport: Transport,
  request: Request,
  kind: FileKind,
  take: (file: IncomingFile) => Promise<T>,
): Promise<T> {
  return transport.receive(request, async (incoming) => {
    const pieces = incoming.chunks[Symbol.asyncIterator]();
    const head = await headOf(pieces);
    if (!beginnings[kind].every((byte, index) => head[index] === byte)) {
      throw await noFile(incoming, head, pieces);
    }
    return take({ disposition: incoming.disposition, chunks: joined(head, pieces) });
  });
}

/** Asks for a page of HTML. Throws `ApiError`, also for a page that is too long and for one that asks to sign in. */
export function receiveHtml(transport: Transport, path: string, query: Query): Promise<string> {
  return transport.receive({ method: 'GET', path, query, accept: 'text/html' }, async (incoming) => {
    const text = await textOf(incoming.chunks, incoming.asked);
    if (/type=["']?password/i.test(text)) throw await failure(incoming, text);
    return text;
  });
}

type Pieces = AsyncIterator<Uint8Array>;

async function headOf(pieces: Pieces): Promise<Uint8Array> {
  let head = Buffer.alloc(0);
  while (head.length < 4) {
    const { value, done } = await pieces.next();
    if (done === true) return head;
    head = Buffer.concat([head, value]);
  }
  return head;
}

async function* joined(head: Uint8Array, pieces: Pieces): AsyncGenerator<Uint8Array> {
  yield head;
  for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) yield next.value;
}

async function noFile(incoming: Incoming, head: Uint8Array, pieces: Pieces): Promise<ApiError> {
  return failure(incoming, await textOf(joined(head, pieces), incoming.asked));
}

/** What an answer that is no success means; one that is valid JSON is no file all the same. */
function failure({ asked, status, requestId }: Incoming, body: string): ApiError {
  try {
    readAnswer({ status, requestId, location: null, date: null, body }, asked, []);
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  const what = 'the answer is not the file that was asked for';
  const hint = 'Look at what the server says in VOSS Automate; another --export-format may work.';
  return new ApiError({ ...asked, status, requestId, code: 'unexpected-answer', what, hint, outcome: 'not-done' });
}

async function textOf(chunks: AsyncIterable<Uint8Array>, asked: Asked): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > longestText) {
      const what = 'the answer is larger than 4 MiB, which no text of this API is';
      const hint = 'Check that VOSS_URL is the address of VOSS Automate.';
      throw new ApiError({ ...asked, code: 'unexpected-answer', what, hint, outcome: 'not-done' });
    }
    parts.push(chunk);
  }
  return Buffer.concat(parts).toString('utf8');
}
