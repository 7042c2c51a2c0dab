import { Composer, type CST, type Document, Lexer, LineCounter, Parser, type YAMLError } from 'yaml';
import type { Place } from '../model/customer.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { fileError, topOf } from './codes.ts';
import { growTree } from './grow-tree.ts';
import { syntaxWords } from './syntax.ts';
import type { Tree } from './tree.ts';

/** The deepest nesting that is read; a customer file has four levels. */
const deepest = 20;

/** The most tokens that are read; a customer file has some hundreds. */
const mostTokens = 20_000;

// A broken line makes the parser stumble over the next ones too: the first few errors are the useful ones.
const mostSyntaxErrors = 10;

/**
 * Reads YAML 1.2 (core schema, no merge keys, no tags, one document) as data with places. `tree` is null where the text
 * is not YAML; otherwise it is whole, even if `diagnostics` has errors such as duplicate keys. Never throws, takes
 * little time whatever the text, and its diagnostics quote nothing but names of properties.
 */
export function readYaml(
  file: string,
  text: string,
): { readonly tree: Tree | null; readonly diagnostics: readonly Diagnostic[] } {
  // The parser is recursive and builds an object for each token, so the flat lexer has to bound both before it starts.
  const lexemes = modestLexemes(text);
  if (lexemes === null) return { tree: null, diagnostics: [tooComplex(file)] };
  const lineCounter = new LineCounter();
  const [document, another] = compose(lexemes, lineCounter, text.length);
  if (document === undefined) throw new Error('the composer makes a document of any text');
  const placeAt = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(Math.min(offset, text.length));
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const more: readonly Problem[] = another === undefined ? [] : [{ code: 'MULTIPLE_DOCS', pos: another.range }];
  const problems = [...document.errors, ...more, ...document.warnings].slice(0, mostSyntaxErrors);
  if (problems.length > 0) return { tree: null, diagnostics: problems.map((problem) => syntaxError(problem, placeAt)) };
  if (document.directives.yaml.explicit === true) return { tree: null, diagnostics: [directive(file)] };
  if (document.contents === null) return { tree: null, diagnostics: [emptyFile(file)] };
  const { tree, diagnostics } = growTree(file, document.contents, placeAt, deepest);
  return tree?.value === null ? { tree: null, diagnostics: [emptyFile(file)] } : { tree, diagnostics };
}

/** What the lexer makes of a text; `null` where that is more than a customer file has. */
function modestLexemes(text: string): readonly string[] | null {
  const lexemes: string[] = [];
  let tokens = 0;
  let depth = 0;
  let indicators = 0;
  for (const lexeme of new Lexer().lex(text)) {
    lexemes.push(lexeme);
    // Each wrong escape in a double-quoted text is an error of its own.
    tokens += lexeme.startsWith('"') ? lexeme.split('\\').length : 1;
    if (lexeme === '[' || lexeme === '{') depth += 1;
    else if (lexeme === ']' || lexeme === '}') depth -= 1;
    else if (depth <= 0 && (lexeme === '-' || lexeme === '?' || lexeme === ':')) indicators += 1;
    else if (lexeme === '\n' || lexeme === '\r\n') indicators = 0;
    if (tokens > mostTokens || depth > deepest || indicators > deepest) return null;
  }
  return lexemes;
}

/** The documents of a text, at least one. It is done in the parser's own three steps, so that nothing is lexed twice. */
function compose(lexemes: readonly string[], lineCounter: LineCounter, length: number): readonly Document.Parsed[] {
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    stringKeys: true,
    // Checked while the tree grows: the composer compares each key with each other one.
    uniqueKeys: false,
    // Pretty errors quote the source, which may hold a secret; the words are ours anyway.
    prettyErrors: false,
  });
  return [...composer.compose(parse(lexemes, lineCounter), true, length)];
}

function* parse(lexemes: readonly string[], { addNewLine }: LineCounter): Generator<CST.Token, void> {
  const parser = new Parser(addNewLine);
  addNewLine(0);
  for (const lexeme of lexemes) yield* parser.next(lexeme);
  yield* parser.end();
}

/** What is wrong with a text, and where, as offsets. */
type Problem = Pick<YAMLError, 'code'> & { readonly pos: readonly number[] };

function syntaxError(problem: Problem, placeAt: (offset: number) => Place): Diagnostic {
  const { code, message, hint } = syntaxWords(problem.code);
  return fileError(code, placeAt(problem.pos[0] ?? 0), message, hint);
}

function tooComplex(file: string): Diagnostic {
  return fileError(
    'too-complex',
    topOf(file),
    'The file is nested too deeply or has far more values than a customer has, so it was not read.',
    'Keep one customer in a file; a customer file has four levels and some dozens of values.',
  );
}

function directive(file: string): Diagnostic {
  const { code, message, hint } = syntaxWords('BAD_DIRECTIVE');
  return fileError(code, topOf(file), message, hint);
}

function emptyFile(file: string): Diagnostic {
  return fileError(
    'empty-file',
    topOf(file),
    'The file is empty, or all of it is commented out. It is not read as a removal.',
    'Declare the customer in it. To remove the customer, delete the file.',
  );
}
