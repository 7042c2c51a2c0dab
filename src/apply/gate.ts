/** Lets steps through side by side, but the first of each kind alone. */
export interface Gate {
  /**
   * Runs `work`. While no step of the kind has been proven, one runs with nothing else beside it; `isProof` tells from its
   * result whether it was done and read back as asked.
   */
  run<T>(kind: string, work: () => Promise<T>, isProof: (result: T) => boolean): Promise<T>;
}

/**
 * The canary rule (design, section 7): much of the server's behaviour is undocumented, so what a kind of step does there is
 * seen on one customer before a second one is touched.
 */
export function openGate(): Gate {
  const proven = new Set<string>();
  const running = new Set<Promise<unknown>>();
  let alone: Promise<unknown> = Promise.resolve();

  return {
    async run(kind, work, isProof) {
      // Another one may have begun to run alone while this one was waiting. Between the last look and what follows nothing
      // else may run, so this loop is not a function of its own.
      for (let seen: unknown = null; seen !== alone; ) {
        seen = alone;
        await alone;
      }
      if (proven.has(kind)) {
        const beside = work();
        running.add(beside);
        return beside.finally(() => running.delete(beside));
      }
      const canary = Promise.allSettled(running).then(work);
      alone = canary.then(
        (result) => isProof(result) && proven.add(kind),
        () => undefined,
      );
      return canary;
    },
  };
}
