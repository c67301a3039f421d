// Where one of the three is known to be wrong, and by what; README.md has the table. `says` are the verdicts, true for accepted.

const only = (who) => (_, says) => Object.entries(says).every(([name, accepts]) => accepts === (name !== who));
const but = (who) => (_, says) => Object.entries(says).every(([name, accepts]) => accepts === (name === who));
const text = (pattern, fits) => (entry, says) => pattern.test(entry.document) && fits(entry, says);

export const KNOWN = [
  // graphql-core 3.3 takes a selection set with nothing in it, which the grammar does not have.
  { kind: "*", fits: text(/\{\s*\}/, but("python")) },
  // The server's parser takes no space between a dollar sign and the name after it.
  { kind: "*", fits: text(/\$ \w/, only("server")) },
  // It takes no surrogate pair, and no escape with braces: "\uD83D\uDE00", "\u{1F600}".
  { kind: "SyntaxStrings", fits: text(/\\uD83D\\uDE00|\\u\{1F600\}/, only("server")) },
  // It makes a decimal of -0.
  { kind: "SyntaxNumbers", fits: text(/-0\)/, only("server")) },
  // It does not read descriptions of operations, which came with the edition of September 2025.
  { kind: "SyntaxDefinitions", fits: text(/^"description"/, only("server")) },
  // A variable that may be null can't stand in an object that takes exactly one field. graphql-js 16.15 and graphql-core 3.3
  // forget it where the object itself is required, as they look at the type with its exclamation mark.
  { kind: "OneOfNullableVariable", fits: only("server") },
];
