/** Whether a text consists of mask characters only, so that it stands for a secret and must not be written back. */
export function isMask(value: string): boolean {
  return /^[*•●∙·█▪⬤]{3,}$/u.test(value);
}
