// What spoils a document, one rule of the specification each: every spoiler takes a document that fits the schema and answers
// one that should not, or nothing where it finds no place for it. What a spoiled document is worth is judged afterwards; some
// turn out to fit all the same.

import {
  Kind,
  TypeInfo,
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  parse,
  parseType,
  parseValue,
  print,
  visit,
  visitWithTypeInfo,
} from "graphql";

const name = (value) => ({ kind: Kind.NAME, value });
const field = (value, rest = {}) => ({ kind: Kind.FIELD, name: name(value), ...rest });
const TYPENAME = field("__typename");

/** Every node of the document that passes, with the types around it. */
function places(schema, document, passes) {
  const found = [];
  const types = new TypeInfo(schema);
  const enter = (node, _key, _parent, path) => {
    const context = {
      node,
      path: [...path],
      parent: types.getParentType(),
      type: types.getType(),
      input: types.getInputType(),
      definition: types.getFieldDef(),
    };
    if (passes(context)) found.push(context);
  };
  visit(document, visitWithTypeInfo(types, { enter }));
  return found;
}

/** The document with one node replaced, or left out. */
function replaced(document, target, replacement) {
  return visit(document, { enter: (node) => (node === target ? replacement : undefined) });
}

/** A spoiler that changes one node of a kind. */
function at(passes, change) {
  return ({ random, schema, document }) => {
    const found = places(schema, document, passes);
    if (found.length === 0) return null;
    const place = random.pick(found);
    const replacement = change({ ...place, random, schema, document });
    return replacement === undefined ? null : print(replaced(document, place.node, replacement));
  };
}

const isField = ({ node }) => node.kind === Kind.FIELD;
const isLeaf = ({ node, type }) => node.kind === Kind.FIELD && type && isLeafType(getNamedType(type));
const isBranch = ({ node, type }) => node.kind === Kind.FIELD && type && isCompositeType(getNamedType(type));
const hasArguments = ({ node }) => node.kind === Kind.FIELD && node.arguments.length > 0;
const isOperation = ({ node }) => node.kind === Kind.OPERATION_DEFINITION;
const hasVariables = ({ node }) => isOperation({ node }) && node.variableDefinitions.length > 0;
const isObject = ({ node, input }) => node.kind === Kind.OBJECT && input && isInputObjectType(getNullableType(input));
const oneOf = (place) => isObject(place) && getNullableType(place.input).isOneOf;
const needed = (input, { name: { value } }) => {
  const definition = getNullableType(input).getFields()[value];
  return definition && isNonNullType(definition.type) && definition.defaultValue === undefined;
};
const added = (node, selection) => ({
  ...node,
  selectionSet: { kind: Kind.SELECTION_SET, selections: [...(node.selectionSet?.selections ?? []), selection] },
});
const inline = (type, selections = [TYPENAME]) => ({
  kind: Kind.INLINE_FRAGMENT,
  typeCondition: type && { kind: Kind.NAMED_TYPE, name: name(type) },
  selectionSet: { kind: Kind.SELECTION_SET, selections },
});
const spread = (fragment) => ({ kind: Kind.FRAGMENT_SPREAD, name: name(fragment) });
const directive = (text) => parse(`{ a ${text} }`).definitions[0].selectionSet.selections[0].directives;
const text = (change) => ({ random, document }) => change(print(document), random);
const root = (random) => random.pick(["viewer { id }", "ledger { __typename }", "labels { list }", "programs(first: 1) { edges { cursor } }"]);

/** Values that fit no type but the few that are left out. */
function misfit(random, type) {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return misfit(random, nullable.ofType);
  if (isInputObjectType(nullable)) return random.pick(['"text"', "1", "ENUM", "true"]);
  if (isEnumType(nullable)) return random.pick(['"TEXT"', "NO_SUCH_VALUE", "1", "true", "{a: 1}"]);
  const wrong = {
    Boolean: ['"true"', "1", "TRUE"],
    Int: ['"1"', "1.5", "2147483648", "ONE", "-2147483649"],
    Float: ['"1"', "ONE"],
    ID: ["1.5", "true", "ENUM"],
    String: ["1", "true", "ENUM"],
  };
  return random.pick(wrong[nullable.name] ?? ["{a: 1, a: 2}"]);
}

/** For each rule what breaks it. */
export const SPOILERS = {
  ExecutableDefinitions: text((document, random) => `${document}\n${random.pick(["type Extra { a: Int }", "scalar Extra", "extend type Query { a: Int }", "schema { query: Query }", "directive @extra on FIELD"])}`),
  UniqueOperationNames: text((_, random) => `query Twice { ${root(random)} } ${random.pick(["query", "mutation"])} Twice { __typename }`),
  LoneAnonymousOperation: text((_, random) => `{ ${root(random)} } query ${random.pick(["", "Named "])}{ ${root(random)} }`),
  KnownTypeNames: at(
    ({ node }) => node.kind === Kind.SELECTION_SET,
    ({ node, random }) => ({ ...node, selections: [...node.selections, inline(random.pick(["NoSuchType", "query", "initiative", "__Nothing"]))] }),
  ),
  KnownTypeNamesOfVariables: at(isOperation, ({ node, random }) => ({
    ...node,
    variableDefinitions: [...node.variableDefinitions, { kind: Kind.VARIABLE_DEFINITION, variable: { kind: Kind.VARIABLE, name: name("extra") }, type: parseType(random.pick(["NoSuchType", "[NoSuchType!]!"])) }],
  })),
  FragmentsOnCompositeTypes: at(
    ({ node }) => node.kind === Kind.SELECTION_SET,
    ({ node, random }) => ({ ...node, selections: [...node.selections, inline(random.pick(["Code", "String", "Language", "AsOf"]))] }),
  ),
  FragmentDefinitionsOnCompositeTypes: text((_, random) => `{ viewer { id ...Part } } fragment Part on ${random.pick(["Code", "Boolean", "Language", "PeriodInput"])} { id }`),
  VariablesAreInputTypes: text((_, random) => `query Typed($extra: ${random.pick(["Person", "[Initiative!]", "Node", "MetricResult!"])}) { viewer { id @skip(if: $extra) } }`),
  ScalarLeafsWithout: at(isBranch, ({ node }) => ({ ...node, selectionSet: undefined })),
  ScalarLeafsWith: at(isLeaf, ({ node, random }) => added(node, field(random.pick(["id", "value", "__typename"])))),
  FieldsOnCorrectType: at(isField, ({ node, random }) => ({ ...node, name: name(random.pick(["noSuchField", "Id", "initiativs", "_id", "__type", "__schema"])), arguments: [], selectionSet: undefined })),
  FieldsOnAbstractType: at(
    ({ node, type }) => node.kind === Kind.FIELD && type && isCompositeType(getNamedType(type)) && node.selectionSet,
    ({ node, random }) => added(node, field(random.pick(["code", "name", "message", "edges"]), { alias: name("extra") })),
  ),
  UniqueFragmentNames: text((_, random) => `{ viewer { ...Part } } fragment Part on Person { id } fragment Part on ${random.pick(["Person", "Node"])} { id }`),
  KnownFragmentNames: at(({ node }) => node.kind === Kind.SELECTION_SET, ({ node }) => ({ ...node, selections: [...node.selections, spread("NoSuchPart")] })),
  NoUnusedFragments: text((document, random) => `${document}\nfragment Unused on ${random.pick(["Query", "Person", "Node", "MetricResult"])} { __typename }`),
  PossibleFragmentSpreads: at(
    ({ node, parent, type }) => node.kind === Kind.SELECTION_SET && (parent || type),
    ({ node, random }) => ({ ...node, selections: [...node.selections, inline(random.pick(["Labels", "PageInfo", "Forbidden", "Query", "Mutation"]))] }),
  ),
  PossibleFragmentSpreadsByName: text((_, random) => `{ viewer { id ...Part } } fragment Part on ${random.pick(["Metric", "Query", "MetricResult", "CommandError"])} { __typename }`),
  NoFragmentCycles: text((_, random) =>
    random.pick([
      "{ viewer { ...A } } fragment A on Person { id ...A }",
      "{ viewer { ...A } } fragment A on Person { id ...B } fragment B on Person { ...A }",
      "{ node(id: \"a\") { ...A } } fragment A on Node { ... on Metric { initiatives { ...B } } } fragment B on Node { ...C } fragment C on Node { ... on Person { id ...A } }",
      "{ viewer { id } } fragment A on Person { id ...A }",
    ]),
  ),
  UniqueVariableNames: text((_, random) => `query Twice($a: Boolean = true, $a: ${random.pick(["Boolean = true", "String", "Int!"])}) { viewer { id @skip(if: $a) } }`),
  NoUndefinedVariables: at(({ node }) => [Kind.INT, Kind.STRING, Kind.BOOLEAN, Kind.ENUM].includes(node.kind), () => ({ kind: Kind.VARIABLE, name: name("undefinedHere") })),
  NoUndefinedVariablesInFragments: text((_, random) => `query A($a: Boolean = true) { viewer { id @include(if: $a) ...Part } } query B { viewer { ...Part } } fragment Part on Person { id @${random.pick(["skip", "include"])}(if: $a) }`),
  NoUnusedVariables: at(isOperation, ({ node, random }) => ({
    ...node,
    name: node.name ?? name("Named"),
    variableDefinitions: [...node.variableDefinitions, { kind: Kind.VARIABLE_DEFINITION, variable: { kind: Kind.VARIABLE, name: name("unused") }, type: parseType(random.pick(["Int", "[Code!]", "AsOf", "Boolean"])) }],
  })),
  KnownDirectives: at(
    ({ node }) => [Kind.FIELD, Kind.INLINE_FRAGMENT, Kind.FRAGMENT_SPREAD].includes(node.kind),
    ({ node, random }) => ({ ...node, directives: directive(random.pick(["@nothing", "@deprecated", "@oneOf", '@specifiedBy(url: "a")'])) }),
  ),
  KnownDirectivesOnOperations: at(isOperation, ({ node, random }) => ({ ...node, directives: directive(random.pick(["@skip(if: false)", "@include(if: true)", "@nothing"])) })),
  UniqueDirectivesPerLocation: at(isField, ({ node, random }) => ({ ...node, directives: directive(random.pick(["@skip(if: false) @skip(if: false)", "@include(if: true) @include(if: false)"])) })),
  DirectiveArguments: at(isField, ({ node, random }) => ({ ...node, directives: directive(random.pick(["@skip", "@skip(unless: true)", '@skip(if: "true")', "@include(if: null)", "@include(if: 1)", "@skip(if: true, if: true)"])) })),
  KnownArgumentNames: at(isField, ({ node, random }) => ({ ...node, arguments: [...(node.arguments ?? []), { kind: Kind.ARGUMENT, name: name(random.pick(["noSuchArgument", "ID", "As_of"])), value: parseValue("1") }] })),
  UniqueArgumentNames: at(hasArguments, ({ node }) => ({ ...node, arguments: [...node.arguments, node.arguments[0]] })),
  ValuesOfCorrectType: at(
    ({ node, input }) => input && [Kind.INT, Kind.STRING, Kind.BOOLEAN, Kind.ENUM, Kind.OBJECT, Kind.FLOAT].includes(node.kind),
    ({ input, random }) => parseValue(misfit(random, input)),
  ),
  ValuesNull: at(
    ({ node, input }) => input && isNonNullType(input) && [Kind.INT, Kind.STRING, Kind.BOOLEAN, Kind.ENUM, Kind.OBJECT, Kind.LIST].includes(node.kind),
    () => ({ kind: Kind.NULL }),
  ),
  InputFieldsUnknown: at(isObject, ({ node }) => ({ ...node, fields: [...node.fields, { kind: Kind.OBJECT_FIELD, name: name("noSuchField"), value: parseValue("1") }] })),
  InputFieldsMissing: at(
    (place) => isObject(place) && place.node.fields.some((one) => needed(place.input, one)),
    ({ node, input, random }) => {
      const missing = random.pick(node.fields.filter((one) => needed(input, one)));
      return { ...node, fields: node.fields.filter((one) => one !== missing) };
    },
  ),
  UniqueInputFieldNames: at((place) => isObject(place) && place.node.fields.length > 0, ({ node }) => ({ ...node, fields: [...node.fields, node.fields[0]] })),
  OneOfNone: at(oneOf, ({ node }) => ({ ...node, fields: [] })),
  OneOfTwo: at(oneOf, ({ node, input, random }) => {
    const others = Object.keys(getNullableType(input).getFields()).filter((key) => key !== node.fields[0]?.name.value);
    const value = random.pick([parseValue("null"), node.fields[0]?.value ?? parseValue('"a"')]);
    return others.length === 0 ? undefined : { ...node, fields: [...node.fields, { kind: Kind.OBJECT_FIELD, name: name(random.pick(others)), value }] };
  }),
  OneOfNull: at(oneOf, ({ node }) => (node.fields.length === 0 ? undefined : { ...node, fields: [{ ...node.fields[0], value: parseValue("null") }] })),
  OneOfNullableVariable: text((_, random) => `query Optional($id: ID${random.pick(["", " = \"a\""])}) { compare(metric: {id: $id}, baseline: {from: "2025-01-01", to: "2025-01-31"}, after: {from: "2025-02-01", to: "2025-02-28"}) { __typename } }`),
  ProvidedRequiredArguments: at(
    ({ node, definition }) => node.kind === Kind.FIELD && definition?.args.some((one) => isNonNullType(one.type) && one.defaultValue === undefined),
    ({ node }) => ({ ...node, arguments: [] }),
  ),
  VariablesInAllowedPosition: at(hasVariables, ({ node, random }) => {
    const types = ["String", "Int", "[ID!]", "Boolean", "AsOf", "Language", "Code"];
    const [first, ...rest] = node.variableDefinitions;
    return { ...node, variableDefinitions: [{ ...first, type: parseType(random.pick(types)), defaultValue: undefined }, ...rest] };
  }),
  NullableVariableInRequiredPosition: text((_, random) => `query Optional($id: ID${random.pick(["", " = null"])}) { node(id: $id) { id } }`),
  OverlappingFieldsCanBeMerged: at(
    ({ node, parent, type }) => node.kind === Kind.FIELD && node.selectionSet && type,
    ({ node, random }) => added(added(node, field("__typename", { alias: name("same") })), field(random.pick(["id", "cursor", "message", "totalCount"]), { alias: name("same") })),
  ),
  OverlappingArguments: text((_, random) => `{ initiatives(first: 1) { ${random.pick(["totalCount", "edges { cursor }"])} } initiatives(first: ${random.pick(["2", "1", "\"1\""])}) { pageInfo { hasNextPage } } }`),
  OverlappingShapes: text((_, random) => {
    const [one, other] = random.some(["Metric { same: direction }", "Program { same: zone }", "Initiative { same: owner { id } }", "Person { same: id }", "Committee { same: id }"], 9).slice(0, 2);
    return `{ node(id: "a") { ... on ${one} ... on ${other ?? "Decision { same: position }"} } }`;
  }),
  OverlappingDeep: text((_, random) => `{ viewer { id ...A } } fragment A on Person { ${random.pick(["x: id", "x: __typename"])} ...B } fragment B on Person { x: id ... on Node { x: ${random.pick(["id", "__typename"])} } }`),
  ...syntax(),
};

/** What is no GraphQL at all, and what looks as if it were none. */
function syntax() {
  const documents = {
    SyntaxEmpty: ["", " ", "# nothing", ",", "\ufeff", "{}", "{ }", "query", "query A", "query A()", "fragment A on B"],
    SyntaxNames: ["fragment on on Person { id } { viewer { id } }", "{ viewer { 1d } }", "{ viewer { i-d } }", "{ viewer { été } }", "query query { viewer { id } }", "{ on: viewer { id } }", "{ true: viewer { id } }", "query A { viewer { id } } query null { viewer { id } }"],
    SyntaxNumbers: ["{ labels(language: 01) { list } }", "{ initiatives(first: 1.) { totalCount } }", "{ initiatives(first: .5) { totalCount } }", "{ initiatives(first: 1a) { totalCount } }", "{ initiatives(first: 0x1) { totalCount } }", "{ initiatives(first: -0) { totalCount } }", "{ initiatives(first: +1) { totalCount } }", "{ initiatives(first: 00) { totalCount } }", "{ initiatives(first: 1e0) { totalCount } }", "{ initiatives(first: 1.0) { totalCount } }", "{ initiatives(first: - 1) { totalCount } }", "{ initiatives(first:1programs: 1) { totalCount } }"],
    SyntaxStrings: ['{ node(id: "a) { id } }', '{ node(id: "a\nb") { id } }', '{ node(id: "\\q") { id } }', '{ node(id: "\\u12") { id } }', '{ node(id: "\\uD83D\\uDE00") { id } }', '{ node(id: "\\uD83D") { id } }', '{ node(id: "\\uDE00\\uD83D") { id } }', '{ node(id: "\\u{1F600}") { id } }', '{ node(id: "\\u{}") { id } }', '{ node(id: "\\u{110000}") { id } }', '{ node(id: """a " b \\""" c""") { id } }', '{ node(id: """a) { id } }', '{ node(id: "\\/\\b\\f\\n\\r\\t") { id } }', "{ node(id: 'a') { id } }", '{ node(id: "a" "b") { id } }', '{ node(id: """"a""") { id } }', '{ node(id: "\t") { id } }', '{ node(id: "\u007f") { id } }', '{ node(id: "\u0007") { id } }'],
    SyntaxBrackets: ["{ viewer { id }", "{ viewer { id } } }", "{ viewer { id ) }", "{ viewer() { id } }", "{ viewer { id } ]", "query A( { viewer { id } }", "{ viewer { ... } }", "{ viewer { ...{ id } } }", "{ viewer { ... on { id } } }", "{ viewer { ...on } }", "{ viewer { . . . on Person { id } } }", "{ viewer { ... @skip(if: false) { id } } }", "{ viewer {} }", "query A($a: [Int) { viewer { id } }", "query A($a: Int!!) { viewer { id } }", "query A($a Int) { viewer { id } }", "query A($a:) { viewer { id } }", "query A($a: Int =) { viewer { id } }", "query A($a: Int = $b) { viewer { id } }", "{ initiatives(first: ) { totalCount } }", "{ initiatives(: 1) { totalCount } }", "{ initiatives(first = 1) { totalCount } }", "{ a: : viewer { id } }", "{ a: viewer: { id } }", "{ search(query: \"a\", kinds: [) { totalCount } }", "{ search(query: \"a\", kinds: []) { totalCount } }", "{ compare(metric: {id: \"a\",}) { __typename } }"],
    SyntaxDirectives: ["{ viewer { id @ } }", "{ viewer { id @skip } }", "{ viewer { id @skip() } }", "{ viewer @ skip(if: false) { id } }", "query @skip { viewer { id } }", "query A($a: Boolean @skip(if: true) = true) { viewer { id @skip(if: $a) } }", "query A($a: Boolean = true @deprecated) { viewer { id @skip(if: $a) } }"],
    SyntaxIgnored: ["{,,, viewer,{ id,,} }", "{ viewer # a } comment\n { id } }", "\ufeff{ viewer { id } }", "{ viewer {\u00a0id } }", "{ viewer {\u2028id } }", "{\r\n viewer\r{ id }\t}", "{ viewer { id } } # end", "{ viewer { id } }\u0000", "{ viewer { id } };", "{ viewer { id } } & { viewer { id } }"],
    SyntaxDefinitions: ["query { viewer { id } } fragment A { id }", "query { viewer { id } } fragment A on { id }", "mutation", "mutation { }", "queri { viewer { id } }", "Query { viewer { id } }", "query A B { viewer { id } }", "\"description\" query A { viewer { id } }", "fragment A($a: Int) on Person { id } { viewer { ...A } }", "fragment A on Person { id }", "extend query A { viewer { id } }", "query A { viewer { id } } { viewer { id } }"],
  };
  const turns = {};
  return Object.fromEntries(
    Object.entries(documents).map(([rule, list]) => [
      rule,
      Object.assign(() => list[(turns[rule] = (turns[rule] ?? -1) + 1)] ?? null, { count: list.length }),
    ]),
  );
}

/** One token of a document left out, doubled or put elsewhere. */
export function scrambled(random, document) {
  const tokens = print(document).match(/"""[\s\S]*?"""|"(?:\\.|[^"\\])*"|\.\.\.|[_A-Za-z]\w*|-?[\d.]+|[^\s\w]/g);
  const place = random.below(tokens.length);
  const choice = random.below(3);
  if (choice === 0) tokens.splice(place, 1);
  else if (choice === 1) tokens.splice(place, 0, tokens[place]);
  else tokens.splice(place, 1, random.pick(["{", "}", "(", ")", "$", "!", ":", "...", "on", "@", "[", "]", "=", "null", "1", '"a"']));
  return tokens.join(" ");
}
