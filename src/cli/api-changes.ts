import { InvalidArgumentError } from 'commander';
import type { Fields, Value } from '../model/customer.ts';
import { declaredNames, properties } from '../model/properties.ts';
import { type CallRegistration, callNamed } from './api-call.ts';
import { addByHand, byHandOf } from './by-hand.ts';
import { type Flags, text } from './flags.ts';

/** The words of the calls of `api` that change customers. */
export function addCallChanges({ group, colours, take }: CallRegistration): void {
  const modify = callNamed(group, 'modify').argument('<customer...>', 'the customers that are meant');
  modify
    .requiredOption('--set <name=value>', 'a property and its new value; may be given several times', assignment)
    .option('--allow <hazard>', 'may-clear-secrets, to let that through', mayClearSecrets);
  addByHand(modify);
  modify.action((named: readonly string[], flags: Flags) => {
    const mayClear = flags['allow'] !== undefined;
    const options = { ...byHandOf(named, flags, colours), values: valuesIn(flags['set']), mayClearSecrets: mayClear };
    take({ call: 'modify', options });
  });
  const move = callNamed(group, 'move')
    .argument('<customer...>', 'the customers that are meant')
    .requiredOption('--to <hierarchy>', 'where to');
  addByHand(move);
  move.action((named: readonly string[], flags: Flags) => {
    take({ call: 'move', options: { ...byHandOf(named, flags, colours), to: text(flags, 'to') ?? '' } });
  });
  const remove = callNamed(group, 'delete').argument('<customer...>', 'each by its whole name or pkid');
  addByHand(remove);
  remove.action((named: readonly string[], flags: Flags) => {
    take({ call: 'delete', options: byHandOf(named, flags, colours) });
  });
}

type Assignment = readonly [name: string, value: Value];

/** What is wrong is told without repeating the value, which may be a secret. */
function assignment(word: string, before: readonly Assignment[] = []): readonly Assignment[] {
  const [, given, value] = /^([^=]*)=(.*)$/s.exec(word) ?? [];
  const name = declaredNames.find((one) => one === given);
  if (name === undefined || value === undefined) {
    throw new InvalidArgumentError(`It must be NAME=VALUE, with a NAME of: ${declaredNames.join(', ')}.`);
  }
  if (properties[name].kind !== 'boolean') return [...before, [name, value === '' ? null : value]];
  if (value !== 'true' && value !== 'false') throw new InvalidArgumentError(`${name} is true or false.`);
  return [...before, [name, value === 'true']];
}

function valuesIn(assignments: unknown): Fields {
  return Array.isArray(assignments) ? Object.fromEntries(assignments) : {};
}

function mayClearSecrets(word: string): true {
  if (word === 'may-clear-secrets') return true;
  throw new InvalidArgumentError('The only hazard here is may-clear-secrets.');
}
