import type { ActionName } from '../model/customer.ts';
import { textOf } from './json.ts';
import { checkRecord } from './payload.ts';
import type { CustomerData, StoredCustomer, Work } from './records.ts';
import { Refusal } from './refusal.ts';
import { afterWrite, canRefresh, newCustomer, rotated, withoutNulls } from './tokens.ts';
import type { World } from './world.ts';

/** What came of work: the record afterwards, and work that the server starts on its own because of it. */
export interface Performed {
  readonly resultPkid: string | null;
  readonly followUp: Work | null;
}

function stored({ state }: World, pkid: string): StoredCustomer {
  const customer = state.customer(pkid);
  if (customer === undefined) {
    throw new Refusal(
      404,
      'not-found',
      `relation/SparkCustomer ${pkid} does not exist: it may have been deleted or moved.`,
    );
  }
  return customer;
}

function refuseDuplicate({ state, behaviour }: World, hierarchy: string, data: CustomerData, own: string | null): void {
  if (behaviour().duplicateNames === 'allowed') {
    return;
  }
  const twins = state.named(textOf(data.name)).filter((customer) => customer.hierarchy === hierarchy);
  if (twins.some(({ pkid }) => pkid !== own)) {
    throw new Refusal(400, 'duplicate-name', `${hierarchy} already has a record named ${textOf(data.name)}.`);
  }
}

function create(world: World, hierarchy: string, sent: CustomerData): Performed {
  refuseDuplicate(world, hierarchy, sent, null);
  const { pkid, ...rest } = newCustomer(world.state.nextPkid(), hierarchy, withoutNulls(sent));
  world.state.put({ ...rest, pkid, data: afterWrite(rest.data, sent, world.now()) });
  const sync = { kind: 'action', pkid, action: 'sync_roles_licences' } as const;
  return { resultPkid: pkid, followUp: sent.sync === true ? sync : null };
}

/** What an update leaves of the stored record where the payload is silent. */
function keptBy({ behaviour, schema }: World, before: CustomerData, sent: CustomerData): CustomerData {
  const { omittedProperties, omittedSecrets } = behaviour();
  const survives = (name: string): boolean => {
    const rule = schema.isSecret(name) ? omittedSecrets : omittedProperties;
    return !(name in sent) && (rule === 'kept' || name === 'token_link');
  };
  return Object.fromEntries(Object.entries(before).filter(([name]) => survives(name)));
}

function update(world: World, pkid: string, sent: CustomerData): Performed {
  const before = stored(world, pkid);
  checkRecord(sent, before.data, world.schema);
  refuseDuplicate(world, before.hierarchy, sent, pkid);
  const data = { ...keptBy(world, before.data, sent), ...sent };
  world.state.put({ ...before, data: afterWrite(data, sent, world.now()) });
  return { resultPkid: pkid, followUp: null };
}

/** Unlike an update, a bulk modification names what it changes and nothing else. */
function modify(world: World, pkid: string, sent: CustomerData): Performed {
  const before = stored(world, pkid);
  const data = world.behaviour().omittedInBulk === 'kept' ? before.data : keptBy(world, before.data, sent);
  const after = { ...data, name: before.data.name ?? null, ...sent };
  checkRecord(sent.name === undefined ? { ...sent, name: before.data.name ?? null } : sent, before.data, world.schema);
  refuseDuplicate(world, before.hierarchy, after, pkid);
  world.state.put({ ...before, data: afterWrite(after, sent, world.now()) });
  return { resultPkid: pkid, followUp: null };
}

function move(world: World, pkid: string, target: string): Performed {
  const before = stored(world, pkid);
  refuseDuplicate(world, target, before.data, pkid);
  if (world.behaviour().moveKeepsPkid === 'yes') {
    return { resultPkid: world.state.put({ ...before, hierarchy: target }).pkid, followUp: null };
  }
  world.state.remove(pkid);
  const moved = world.state.put({ ...before, pkid: world.state.nextPkid(), hierarchy: target });
  return { resultPkid: moved.pkid, followUp: null };
}

function act(world: World, pkid: string, action: ActionName): Performed {
  const before = stored(world, pkid);
  const started = { ...before.started, [action]: before.started[action] + 1 };
  const customer = world.state.put({ ...before, started });
  if (action !== 'refresh_access_token') {
    if (textOf(customer.data.token) === '') {
      throw new Refusal(
        400,
        'not-authorised',
        'The customer has no access token: a Webex administrator must authorise it.',
      );
    }
    return { resultPkid: pkid, followUp: null };
  }
  if (!canRefresh(customer.data, world.now())) {
    throw new Refusal(
      400,
      'refresh-refused',
      'There is no refresh token, or it has expired: authorise the customer again.',
    );
  }
  world.state.put({ ...customer, data: rotated(customer.data, world.now(), world.state.nextPkid()) });
  return { resultPkid: pkid, followUp: null };
}

/** Does the work on its one record, wholly or not at all. Throws `Refusal` for what the server would fail it for. */
export function perform(world: World, work: Work): Performed {
  switch (work.kind) {
    case 'create':
      return create(world, work.hierarchy, work.data);
    case 'update':
      return update(world, work.pkid, work.data);
    case 'modify':
      return modify(world, work.pkid, work.data);
    case 'move':
      return move(world, work.pkid, work.target);
    case 'action':
      return act(world, work.pkid, work.action);
    case 'delete':
      world.state.remove(stored(world, work.pkid).pkid);
      return { resultPkid: null, followUp: null };
  }
}
