import { MultiBar, Presets } from 'cli-progress';
import type { CustomerOutcome, StepOutcome } from '../model/outcome.ts';
import { clean } from '../report/clean.ts';
import { stepName } from '../report/outcome-text.ts';
import type { Io } from './io.ts';

/** Tells a waiting person how far an apply is: customers done, rate, time left, and failures as they happen. */
export interface Progress {
  advance(outcome: CustomerOutcome): void;
  /** Ends it; nothing of it stays on a terminal. */
  end(): void;
}

/** How often a log gets a line, in milliseconds. */
const lineEvery = 5000;

/** A bar where standard error is a terminal, else a line every few seconds. `total` counts customers. */
export function openProgress(total: number, io: Io): Progress {
  const begun = io.now();
  let done = 0;
  const show = io.errorTerminal === null ? showLines(io) : showBar(total, io.errorTerminal);
  return {
    advance(outcome) {
      done += 1;
      for (const step of outcome.steps.filter(isTrouble)) show.say(troubleLine(outcome, step));
      show.state(done, stateText(done, total, io.now() - begun));
    },
    end: show.end,
  };
}

/** `12 of 60 customers, 3.1 a second, about 15 s left`. `elapsed` in milliseconds. */
function stateText(done: number, total: number, elapsed: number): string {
  const rate = done / Math.max(elapsed / 1000, 0.001);
  const left = Math.round((total - done) / rate);
  return `${done} of ${total} customers, ${rate.toFixed(1)} a second${done === total ? '' : `, about ${left} s left`}`;
}

function isTrouble({ status }: StepOutcome): boolean {
  return status === 'failed' || status === 'unknown' || status === 'stale';
}

function troubleLine({ name }: CustomerOutcome, { step, status, message }: StepOutcome): string {
  return `${status} ${stepName(step)} of ${clean(name)}${message === null ? '' : `: ${clean(message)}`}\n`;
}

interface Show {
  readonly say: (line: string) => void;
  readonly state: (done: number, text: string) => void;
  readonly end: () => void;
}

function showBar(total: number, stream: NodeJS.WritableStream): Show {
  const settings = { format: '{bar} {text}', stream, hideCursor: true, clearOnComplete: true, gracefulExit: false };
  const bars = new MultiBar(settings, Presets.shades_classic);
  const bar = bars.create(total, 0, { text: `0 of ${total} customers` });
  return { say: (line) => bars.log(line), state: (done, text) => bar.update(done, { text }), end: () => bars.stop() };
}

function showLines(io: Io): Show {
  let text = '';
  const timer = setInterval(() => {
    if (text !== '') io.stderr(`${text}\n`);
  }, lineEvery);
  return {
    say: io.stderr,
    state: (_, now) => {
      text = now;
    },
    end: () => clearInterval(timer),
  };
}
