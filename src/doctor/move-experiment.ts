import { ApiError } from '../api/error.ts';
import type { Finding } from '../model/doctor.ts';
import { findThrowAway, type Laboratory, type Subject } from './laboratory.ts';
import { saysFailed, watch } from './watch.ts';

const name = 'moveKeepsPkid';

/** Moves the throw-away customer to the second node and back, where there is one. Throws `ApiError`, `ProbeProblem`. */
export async function moveExperiment(lab: Laboratory, subject: Subject): Promise<Finding> {
  if (lab.moveTo === null)
    return { name, value: 'unknown', how: 'nothing was moved: --probe-move names a second node' };
  const there = await move(lab, subject.pkid, lab.hierarchy, lab.moveTo);
  if (typeof there !== 'string') return { name, value: 'unknown', how: there.why };
  const back = await move(lab, there, lab.moveTo, lab.hierarchy);
  if (typeof back !== 'string')
    return {
      name,
      value: 'unknown',
      how: there === subject.pkid ? `it kept its id on the way there; ${back.why}` : back.why,
    };
  const kept = there === subject.pkid && back === there;
  const changed = there !== subject.pkid && back !== there;
  const how = `moved to ${lab.moveTo} and back: the record ${kept ? 'kept its id' : changed ? 'got another id each time' : 'got another id one of the two times'}`;
  return { name, value: kept ? 'yes' : 'no', how };
}

/** The pkid after the move, or why it was not moved. */
async function move(
  lab: Laboratory,
  pkid: string,
  from: string,
  to: string,
): Promise<string | { readonly why: string }> {
  const arrived = async () => (await findThrowAway(lab, to))[0] ?? null;
  try {
    const transaction = await lab.prober.move(pkid, from, to);
    const ended = await watch(lab, transaction, async () => (await arrived()) !== null);
    const moved = await arrived();
    if (moved !== null) return moved;
    const reason = saysFailed(ended) ? (ended.message ?? 'without a reason') : 'without a failure';
    return { why: `the server did not move it to ${to} (${reason})` };
  } catch (error) {
    if (!(error instanceof ApiError) || !['refused', 'said-no', 'forbidden', 'not-found'].includes(error.code))
      throw error;
    return { why: `the server refuses to move it to ${to} (${error.excerpt ?? error.what})` };
  }
}
