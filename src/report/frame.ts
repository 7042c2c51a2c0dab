/** What a page or comment says about itself besides its values. */
export interface Frame {
  /** When it was made, in milliseconds since 1970. */
  readonly time: number;
  /** Of this program. */
  readonly version: string;
  /** Address of the workflow run that made it; `null` outside of one. Hostile like every text from outside. */
  readonly run: string | null;
}
