import type { Forecast } from '../model/expiry.ts';
import { clean } from './clean.ts';

/** `in 9 days`, `today`, `2 days ago`; `days` as a forecast counts them, rounded down. */
export function daysText(days: number): string {
  const plural = (count: number) => `${count} day${count === 1 ? '' : 's'}`;
  if (days === 0) return 'within a day';
  return days > 0 ? `in ${plural(days)}` : `${plural(-days)} ago`;
}

/** What happens next to a customer's tokens, and by when, in a few words. */
export function nextText({ next, by, accessDays, refreshDays }: Forecast): string {
  const late = accessDays !== null && accessDays < 0;
  const day = by === null ? '' : ` by ${clean(by.slice(0, 10))}`;
  switch (next) {
    case 'server':
      return late ? `the server should have refreshed it${day}` : `the server refreshes it${day}`;
    case 'sparkform':
      return late ? 'sparkform apply refreshes it, late' : `sparkform apply refreshes it${day}`;
    case 'person':
      return (accessDays ?? refreshDays ?? 0) < 0 && by !== null
        ? `a person must authorise it again: it ran out on ${clean(by.slice(0, 10))}`
        : `a person must authorise it again${day}`;
    case 'nobody':
      return 'never authorised: it has no token';
  }
}
