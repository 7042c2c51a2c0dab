import type { Acknowledgement } from '../../src/model/drift.ts';
import { toPlaces } from '../../src/model/places.ts';
import { makeDrift } from '../../src/plan/drift.ts';
import { applied, appliedState, customer, day, live, liveState, now } from '../plan/world.ts';

const at = (days: number) => new Date(now + days * day).toISOString();
const place = (line: number) => ({ file: 'customers/_drift.yaml', line, column: 3 });

const acknowledgements: readonly Acknowledgement[] = [
  { customer: 'Globex', property: 'notes', reason: 'trial, see the ticket', until: '2026-12-31', place: place(1) },
  { customer: 'Acme', property: 'notes', reason: 'until it is cleaned up', until: '2026-11-01', place: place(5) },
  { customer: 'Stranger', property: 'record', reason: 'made by hand for the trade fair', until: null, place: place(9) },
  { customer: 'Initech', property: 'notes', reason: 'as agreed', until: null, place: place(13) },
  { customer: 'Nobody', property: 'notes', reason: 'as agreed', until: null, place: place(17) },
];

const places = { hierarchy: { file: 'customers/acme.yaml', line: 1, column: 12 } };
const fields = { email_domain: 'acme.example', notes: 'n', dirsync_enabled: true };
const domain = { 'customer.email_domain': { file: 'customers/_defaults.yaml', line: 4, column: 17 } };

/** A drift report with everything in it that one can hold. */
export const everythingDrifted = makeDrift({
  env: 'production',
  applied: appliedState([
    applied(customer('Acme', { fields, places: toPlaces('customers/acme.yaml', { ...places, ...domain }) })),
    applied(customer('Globex', { fields: { notes: 'n' } })),
    applied(customer('Initech', { fields: { notes: 'n' } })),
    applied(customer('Hooli', { fields: { notes: 'n' }, lifecycle: { protect: false, ignore: ['notes'] } })),
    applied(customer('Umbrella')),
    applied(customer('Vandelay')),
  ]),
  live: liveState([
    live(
      'Acme',
      { email_domain: 'other.example', notes: null },
      { hierarchy: 'sys.hcs.Globex', accessTokenExpires: at(9), refreshTokenExpires: at(-1) },
    ),
    live('Globex', { notes: 'changed\u202e by hand' }),
    live('Initech', { notes: 'n' }),
    live('Hooli', { notes: 'x' }),
    live('Umbrella', {}, { hierarchy: 'sys.hcs.Site', accessTokenExpires: at(9), refreshTokenExpires: at(80) }),
    live('Stranger', {}, { accessTokenExpires: at(-3), refreshTokenExpires: at(10) }),
    live('Newcomer'),
  ]),
  acknowledgements,
  failOnExpiry: 14 * day,
  now,
});
