import { nearestName } from '../../config/names.ts';
import type { CustomerPlan } from '../../model/plan.ts';
import { runByHand } from '../by-hand.ts';
import { type ByHandOptions, byHand, type Scene } from '../by-hand-task.ts';
import type { ExitStatus } from '../exit-status.ts';
import type { Io } from '../io.ts';
import type { Selectable } from '../select-customers.ts';
import { Stop } from '../stop.ts';
import { managedNotice } from './managed-notice.ts';

/** What `api move` takes. */
export interface MoveOptions extends ByHandOptions {
  /** Dotted path of the node to move to. */
  readonly to: string;
}

/** `sparkform api move`: moves the customers that were named to another hierarchy: one by its own call, many in bulk. */
export function runMove(options: MoveOptions, io: Io): Promise<ExitStatus> {
  const { to } = options;
  const decide = async (scene: Scene) => {
    await refuseTarget(to, scene);
    const chosen = scene.chosen.filter(({ live }) => live.hierarchy !== to);
    return {
      customers: chosen.map((one) => movement(one, to, scene)),
      diagnostics: managedNotice(chosen, 'an apply moves it back'),
    };
  };
  const task = { command: 'api move', naming: 'patterns', decide } as const;
  return runByHand({ ...task, writer: (writer) => ({ ...writer, move: writer.moveOne }) }, options, io);
}

function movement(one: Selectable, to: string, { live, operation }: Scene): CustomerPlan {
  const from = one.live.hierarchy ?? live.hierarchy;
  const step = { kind: 'move', operation: operation(one.live.pkid, `move ${to}`), from, to, cause: 'git' } as const;
  return { ...byHand({ ...one, live: { ...one.live, hierarchy: from } }), decision: 'move', steps: [step] };
}

async function refuseTarget(to: string, { live, reader }: Scene): Promise<void> {
  const common = { severity: 'error', code: 'unknown-hierarchy' } as const;
  const paths = live.nodes.map(({ path }) => path);
  if (!paths.includes(to)) {
    const nearest = nearestName(to, paths);
    const message = `The hierarchy ${to} does not exist on the server, or the account may not see it.`;
    throw new Stop([
      { ...common, message, hint: nearest === null ? 'Write its dotted path.' : `Did you mean ${nearest}?` },
    ]);
  }
  if (await reader.acceptsCustomers(to)) return;
  const message = `The hierarchy ${to} does not take Webex connections.`;
  throw new Stop([{ ...common, code: 'hierarchy-refuses-customers', message, hint: 'Name the node of a customer.' }]);
}
