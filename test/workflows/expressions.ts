import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** Values by name, as `github`, `secrets`, `vars`, `inputs` and `steps` hold them. */
export type Contexts = Readonly<Record<string, unknown>>;

/** How the job stands where an expression is asked. */
export type JobStatus = 'success' | 'failure' | 'cancelled';

/** Refuses names that it does not hold, where GitHub would give an empty text: a typing error is to be seen. */
class Known extends data.Dictionary {
  override get(key: string) {
    const value = super.get(key);
    if (value === undefined) throw new Error(`an expression asks for ${key}, which is not known here`);
    return value;
  }
}

/** The value of the text between `${{` and `}}`. Throws `Error` for a name that `contexts` does not hold. */
export function evaluate(expression: string, contexts: Contexts, status: JobStatus) {
  const truths = {
    always: true,
    cancelled: status === 'cancelled',
    failure: status === 'failure',
    success: status === 'success',
  };
  const functions = Object.entries(truths).map(([name, truth]) => {
    return { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(truth) };
  });
  const parser = new Parser(new Lexer(expression).lex().tokens, Object.keys(contexts), functions);
  const values = new Known(...Object.entries(contexts).map(([key, value]) => ({ key, value: toData(value) })));
  return new Evaluator(parser.parse(), values, new Map(functions.map((one) => [one.name, one]))).evaluate();
}

/** A text with each `${{ }}` in it replaced. */
export function interpolate(text: string, contexts: Contexts, status: JobStatus): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, inner: string) => evaluate(inner, contexts, status).coerceString());
}

/** Whether a step or job with this `if` runs: one that names no status runs only after success. */
export function runs(condition: string | boolean | undefined, contexts: Contexts, status: JobStatus): boolean {
  const expression = String(condition ?? true).replace(/^\s*\$\{\{(.*)\}\}\s*$/s, '$1');
  const named = /\b(always|cancelled|failure|success)\(\)/.test(expression);
  return evaluate(named ? expression : `success() && (${expression})`, contexts, status).coerceString() === 'true';
}

function toData(value: unknown): data.ExpressionData {
  if (value === null) return new data.Null();
  if (typeof value === 'string') return new data.StringData(value);
  if (typeof value === 'number') return new data.NumberData(value);
  if (typeof value === 'boolean') return new data.BooleanData(value);
  if (typeof value !== 'object') throw new Error(`no expression can hold ${typeof value}`);
  return new Known(...Object.entries(value).map(([key, member]) => ({ key, value: toData(member) })));
}
