import type { ErrorObject, ValidateFunction } from 'ajv';

/** A value that is valid, or wrong in nothing but what is excused; else `null`, and the errors are those of the validator. */
export function validExcept<T>(
  value: unknown,
  validate: ValidateFunction<T>,
  isExcused: (error: ErrorObject) => boolean,
): T | null {
  if (validate(value)) return value;
  const excused: unknown = value;
  return validate.errors?.every(isExcused) === true ? (excused as T) : null;
}
