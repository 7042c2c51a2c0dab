import type { ErrorCode } from 'yaml';
import type { Code } from './codes.ts';

interface Words {
  readonly code: Code;
  readonly message: string;
  readonly hint: string;
}

function syntax(message: string, hint: string): Words {
  return { code: 'yaml-syntax', message, hint };
}

const keysAreText = syntax('A property name is not plain text.', 'Write names as in the example: name: value.');
const longKey = syntax(
  'A line is read as the name of a property, but is not one.',
  'Put a colon and a space after the name; put a text that holds a colon in quotes.',
);
const mixed = syntax(
  'Two values run into each other.',
  'Check the indentation, and put a text that holds ": " in quotes.',
);

const words: Readonly<Record<ErrorCode, Words>> = {
  ALIAS_PROPS: syntax('An alias has an anchor or a tag of its own.', 'Write the alias alone.'),
  BAD_ALIAS: syntax('The name of an anchor or alias is not valid.', 'Give it a name, and put a space after it.'),
  BAD_COLLECTION_TYPE: {
    code: 'yaml-feature',
    message: 'A tag does not fit what follows it.',
    hint: 'Remove the tag (the word that begins with !).',
  },
  BAD_DIRECTIVE: {
    code: 'yaml-feature',
    message: 'The file begins with a directive.',
    hint: 'Remove the line that begins with %.',
  },
  BAD_DQ_ESCAPE: syntax('A backslash in double quotes is followed by no escape.', 'Write \\\\ or use single quotes.'),
  BAD_INDENT: syntax('The indentation does not fit the lines above.', 'Indent each level by two spaces.'),
  BAD_PROP_ORDER: syntax('An anchor or tag stands in the wrong place.', 'Put it after the indicator.'),
  BAD_SCALAR_START: syntax('A value begins with a character that YAML reserves.', 'Put the value in quotes.'),
  BLOCK_AS_IMPLICIT_KEY: syntax(
    'A value holds ": " or begins a list on the line of its name.',
    'Put a text that holds a colon in quotes; begin lists and mappings on a line of their own.',
  ),
  BLOCK_IN_FLOW: syntax('A block stands inside brackets.', 'Use either brackets or indentation.'),
  DUPLICATE_KEY: { code: 'duplicate-key', message: 'A property is written twice.', hint: 'Keep one of the two.' },
  IMPOSSIBLE: syntax('The text cannot be read as YAML.', 'Check this line and the one above.'),
  KEY_OVER_1024_CHARS: longKey,
  MISSING_CHAR: syntax(
    'Something is missing here: a closing quote or bracket, a colon, a comma or a space.',
    'Check this line and the one above.',
  ),
  MULTILINE_IMPLICIT_KEY: longKey,
  MULTIPLE_ANCHORS: syntax('A value has two anchors.', 'Keep one of them.'),
  MULTIPLE_DOCS: {
    code: 'multiple-documents',
    message: 'The file holds more than one document, separated by ---.',
    hint: 'Keep one customer in a file: put each document into a file of its own.',
  },
  MULTIPLE_TAGS: { code: 'yaml-feature', message: 'A value has two tags.', hint: 'Remove them.' },
  NON_STRING_KEY: keysAreText,
  RESOURCE_EXHAUSTION: { code: 'too-complex', message: 'The file is nested too deeply.', hint: 'Flatten it.' },
  TAB_AS_INDENT: syntax('A line is indented with a tab, which YAML does not allow.', 'Indent with spaces.'),
  TAG_RESOLVE_FAILED: {
    code: 'yaml-feature',
    message: 'A value has a tag, which customer files do not use.',
    hint: 'Remove the word that begins with !, and put the text in quotes.',
  },
  UNEXPECTED_TOKEN: mixed,
};

/** Our words for an error of the YAML parser, whose own may quote the file. */
export function syntaxWords(code: ErrorCode): Words {
  return words[code];
}
