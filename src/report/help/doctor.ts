import { connection } from './common.ts';

/** One sentence on `doctor`. */
export const summary = 'look whether plan and apply have what they need, and how the server behaves';

/** More on `doctor`. */
export const details = `
It only reads: variables, connection, certificate, credentials, permissions, the
hierarchy, the server's schema against ours, the clock, the throttle, the profile and
what each unknown part of it costs, git with its remote, the applied state and the lease.
Each line is ok, warning, failed or skipped, with what was found and what to do.

--probe is for a lab system. It asks first, makes a throw-away customer
(sparkform-probe-..., with fake secrets) in that hierarchy, changes it, moves it if
--probe-move names a second node, and removes it whatever happens, an error and Ctrl-C
included. It touches no other record. What it found out is written to
schemas/profiles/<env>.json (with --output: to that file), and what it could not find
out is not. A profile that says something else stays as it is without --force.
${connection}

Exit status:
  0    nothing failed
  1    something failed
  3    the throw-away customer could not be removed: the report says where it is
  130  interrupted, and the throw-away customer is removed

Examples:
  sparkform doctor
  sparkform doctor --env lab --probe sys.hcs.Lab.Trial --probe-move sys.hcs.Lab.Other`;
