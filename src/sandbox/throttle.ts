/** Counts requests in a window of one second, as the server's throttle does. */
export class Throttle {
  readonly #perSecond: number;
  #recent: readonly number[] = [];

  /** `perSecond` requests in any second are let through. */
  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Whether a request at `time` (milliseconds of a clock that never goes back) is let through; one that is not does not count. */
  admits(time: number): boolean {
    this.#recent = this.#recent.filter((earlier) => earlier > time - 1000);
    if (this.#recent.length >= this.#perSecond) {
      return false;
    }
    this.#recent = [...this.#recent, time];
    return true;
  }
}
