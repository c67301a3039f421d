// The schema as it describes itself: types by name, and how a reference to one is written.

const REF = "kind name ofType { kind name ofType { kind name ofType { kind name } } }";
const INPUT = `name description defaultValue type { ${REF} }`;

export const INTROSPECTION = `query Introspection {
  __schema {
    queryType { name } mutationType { name } subscriptionType { name }
    directives { name description locations args { ${INPUT} } }
    types {
      kind name description
      fields(includeDeprecated: true) { name description isDeprecated deprecationReason type { ${REF} } args { ${INPUT} } }
      inputFields { ${INPUT} }
      enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
      possibleTypes { name }
    }
  }
}`;

const TYPENAME = { name: "__typename", args: [], type: { kind: "NON_NULL", ofType: { kind: "SCALAR", name: "String" } } };

/** The name of the type under lists and exclamation marks. */
export const nameOf = (ref) => (ref.ofType ? nameOf(ref.ofType) : ref.name);

/** A reference as the schema's language writes it: `[Code!]!`. */
export function written(ref) {
  if (ref.kind === "NON_NULL") return `${written(ref.ofType)}!`;
  return ref.kind === "LIST" ? `[${written(ref.ofType)}]` : ref.name;
}

/** Whether a value must be given. */
export const isRequired = (input) => input.type.kind === "NON_NULL" && input.defaultValue === null;

export class Schema {
  #types;

  constructor({ queryType, mutationType, subscriptionType, directives, types }) {
    this.#types = new Map(types.map((type) => [type.name, type]));
    this.roots = { query: queryType?.name, mutation: mutationType?.name, subscription: subscriptionType?.name };
    this.directives = directives;
  }

  type(name) {
    return this.#types.get(name);
  }

  /** Every type but those by which the schema describes itself. */
  all() {
    return [...this.#types.values()].filter(({ name }) => !name.startsWith("__"));
  }

  /** What can be selected on a type. */
  fields(name) {
    const type = this.type(name);
    return type?.fields ? [...type.fields, TYPENAME] : type?.possibleTypes ? [TYPENAME] : [];
  }

  field(type, name) {
    return this.fields(type).find((field) => field.name === name);
  }

  /** The types that a value, or what stands on a fragment, can have. */
  named(kinds) {
    return this.all().filter(({ kind }) => kinds.includes(kind));
  }

  /** Types and fields in whose names all the words occur, the shortest name first. */
  search(text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (name) => words.every((part) => name.toLowerCase().includes(part));
    const types = this.all().flatMap((type) => {
      const members = [...(type.fields ?? []), ...(type.inputFields ?? []), ...(type.enumValues ?? [])];
      const found = members.filter(({ name }) => fits(name)).map(({ name }) => ({ type: type.name, member: name }));
      return fits(type.name) ? [{ type: type.name }, ...found] : found;
    });
    const length = ({ type, member }) => (member ?? type).length;
    return types.sort((one, other) => length(one) - length(other));
  }
}
