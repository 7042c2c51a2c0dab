/** One sentence on `comment`. */
export const summary = 'put a report in Markdown on a pull request, as its one comment';

/** More on `comment`: what somebody who writes a workflow will ask. */
export const details = `
A report begins with a hidden marker that names what it is and its environment. The comment
with the same marker, written by whoever the token belongs to, is edited in place; where
there is none it is made. So every environment keeps one comment, and nobody else's is
touched. With --issue it is an issue in the same way, for drift on a schedule: opened,
edited while it is open, and closed with --clean.

From the environment, as a workflow on GitHub sets it but for the token:
  GITHUB_TOKEN        needs pull-requests: write, or issues: write for --issue
  GITHUB_REPOSITORY   owner/name
  GITHUB_API_URL      default https://api.github.com
  GITHUB_EVENT_PATH, GITHUB_REF
                      tell the pull request where --pull-request does not
  HTTPS_PROXY, NO_PROXY

The token goes to GITHUB_API_URL alone; no redirect is followed.

Examples:
  sparkform plan --report markdown=plan.md; sparkform comment plan.md
  sparkform drift --report markdown=drift.md || sparkform comment drift.md --issue Drift
  sparkform comment drift.md --issue Drift --clean`;
