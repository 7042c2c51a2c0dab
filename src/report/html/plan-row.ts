import type { CustomerPlan, Decision } from '../../model/plan.ts';
import { hazardMeanings } from '../hazards.ts';
import { allowanceText, probeHint, trailerCommit } from '../plan-words.ts';
import { blockedMarkup } from './diagnostics.ts';
import { html, type Markup } from './markup.ts';
import type { Tone } from './page.ts';
import type { Row } from './rows.ts';
import { actionsMarkup, stepsGist, stepsMarkup } from './steps.ts';

const tones: Readonly<Record<Decision, Tone>> = {
  create: 'add',
  update: 'change',
  move: 'move',
  delete: 'remove',
  action: 'move',
  keep: 'calm',
  forget: 'calm',
};

/** A customer of a plan in the list. */
export function planRow(customer: CustomerPlan): Row {
  const { decision, name, file, hierarchy, why, steps, held, blocked } = customer;
  const alarm = blocked.length > 0 ? 'blocked' : held.length > 0 ? 'held' : null;
  return {
    tags: [decision, ...tagsOf(customer)],
    label: decision,
    tone: tones[decision],
    name,
    file,
    hierarchy: decision === 'move' ? null : hierarchy,
    gist: [why, stepsGist(steps)].filter((one) => one !== '').join(': '),
    alarm,
    detail: html`${[
      whatIsLost(customer),
      ...blocked.map(blockedMarkup),
      heldMarkup(customer),
      stepsMarkup(steps, file, customer.kept),
      actionsMarkup(steps),
      factsMarkup(customer),
    ].filter((one) => one !== null)}`,
  };
}

function tagsOf({ held, blocked, allowed, steps }: CustomerPlan): readonly string[] {
  const causes = steps.flatMap((step) => {
    if (step.kind === 'move') return [step.cause];
    if (step.kind !== 'update') return [];
    return step.fields.map((change) => ('cause' in change ? change.cause : 'git'));
  });
  return [
    ...(blocked.length > 0 ? ['blocked'] : []),
    ...(held.length > 0 ? ['held', ...held] : []),
    ...(allowed.length > 0 ? ['allowed'] : []),
    ...(blocked.length + held.length === 0 && steps.length > 0 ? ['runs'] : []),
    ...new Set(causes),
  ];
}

function whatIsLost({ consequences }: CustomerPlan): Markup | null {
  if (consequences.length === 0) return null;
  return html`<ul class="notes"><li class="error"><p><b>deleting it</b></p>${consequences.map((one) => html`<p>${one}</p>`)}</li></ul>`;
}

/** Why the customer is held, and the two ways to let it through. */
function heldMarkup(customer: CustomerPlan): Markup | null {
  const { held, asked } = customer;
  if (held.length === 0) return null;
  const trailer = html`<code>Sparkform-Allow: ${held.join(', ')}</code>`;
  const lines = [
    ...held.map((one) => html`<p><b>held</b> <code>${one}</code> ${hazardMeanings[one]}</p>`),
    html`<p class="hint">Let it through with <code>--allow ${held.join(',')}</code> or, in ${trailerCommit(customer)}, the trailer ${trailer}</p>`,
    ...(held.includes('may-clear-secrets') ? [html`<p class="hint">${probeHint}</p>`] : []),
    ...(asked ? [] : [html`<p>No commit asked for it, so that this is a notice and no failure.</p>`]),
  ];
  return html`<ul class="notes"><li class="warning">${lines}</li></ul>`;
}

function factsMarkup(customer: CustomerPlan): Markup | null {
  const { allowed, ignored, recordedAs, file, decision, pkid } = customer;
  const moved = recordedAs !== null && file !== null && recordedAs !== file;
  const facts = [
    ...(decision === 'forget' ? [html`its record in the applied state is dropped`] : []),
    ...(moved ? [html`the file was <code>${recordedAs}</code>`] : []),
    ...ignored.map((one) => html`<code>${one}</code> differs and is left alone (lifecycle.ignore)`),
    ...allowed.map((one) => html`allowed: <code>${one.hazard}</code> (${allowanceText(one)})`),
    ...(pkid === null ? [] : [html`pkid <code>${pkid}</code>`]),
  ];
  return facts.length === 0 ? null : html`<ul class="also">${facts.map((one) => html`<li>${one}</li>`)}</ul>`;
}
