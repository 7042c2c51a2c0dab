import type { HierarchyNode, LiveCustomer } from '../../model/live.ts';
import type { Profile } from '../../model/profile.ts';
import type { SecretName } from '../../model/properties.ts';
import { type Echo, echoOf } from './echo.ts';
import { parentPkid, pathInMeta, pathsByPkid } from './hierarchy.ts';
import { decodeInstance } from './instance.ts';
import { at, isObject } from './shape.ts';

/** A record of which everything that was sent is known, as a read told it. Holds no secret: only how each came back. */
export interface ProbedRecord {
  readonly live: LiveCustomer;
  /** Names of the properties that the answer has at all, whatever their value. */
  readonly shown: ReadonlySet<string>;
  readonly echoes: Readonly<Record<SecretName, Echo>>;
  /** Where the record tells its hierarchy, from the plainest place to the one that needs a look-up. */
  readonly hierarchyIn: Profile['hierarchyIn'];
}

/** Decodes the answer to a GET of the probed record. `sent` are the secrets it was given. Throws `UnexpectedShape`. */
export function decodeProbed(
  json: unknown,
  asked: string,
  nodes: readonly HierarchyNode[],
  sent: readonly string[],
): ProbedRecord {
  const { live } = decodeInstance(json, asked, pathsByPkid(nodes));
  const data = at(json, 'data');
  const echo = (name: SecretName): Echo => echoOf(at(data, name), sent);
  return {
    live,
    shown: new Set(isObject(data) ? Object.keys(data) : []),
    echoes: {
      token: echo('token'),
      refresh_token: echo('refresh_token'),
      http_proxy: echo('http_proxy'),
      https_proxy: echo('https_proxy'),
    },
    hierarchyIn: placeOf(json, live.hierarchy),
  };
}

function placeOf(json: unknown, hierarchy: string | null): Profile['hierarchyIn'] {
  if (hierarchy === null) return 'unknown';
  if (pathInMeta(json) !== null) return Array.isArray(at(json, 'meta', 'path')) ? 'path-list' : 'path-text';
  return parentPkid(json) === null ? 'unknown' : 'parent';
}
