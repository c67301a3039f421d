// Documents that fit the schema, made from the schema itself.

import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
} from "graphql";

/** What stands for a value of each scalar. The codes and ids name nothing, so that no command finds what it would change. */
const SCALARS = {
  Boolean: [true, false],
  Code: ["NOWHERE", "NO-SUCH"],
  Count: ["0", "15300"],
  Date: ["2025-03-31", "2024-02-29"],
  DateTime: ["2025-01-02T03:04:05.000006Z"],
  Decimal: ["-12.5", "0"],
  Float: [0.5, -3],
  ID: ["Metric:019a0000-0000-7000-8000-000000000000", "019a0000-0000-7000-8000-000000000001"],
  Int: [1, 2, 3],
  Position: ["0", "1742"],
  String: ["", "words \"quoted\" \\ and Tiếng Việt 🙂", "one\ntwo"],
};
/** A document asks for no more than the server answers at once. */
const MAX_COST = 2_000;

/** A document with its variables: one operation, and the fragments that it spreads. */
export class Document {
  #random;
  #schema;
  #variables = new Map();
  #fragments = [];
  #names = 0;

  constructor(random, schema) {
    this.#random = random;
    this.#schema = schema;
  }

  /** An operation of that kind: its text and the values of its variables. */
  operation(kind, name) {
    const root = kind === "mutation" ? this.#schema.getMutationType() : this.#schema.getQueryType();
    const selections = this.#selections(root, kind === "mutation" ? 2 : 3, 1, new Set());
    const declared = [...this.#variables].map(([variable, { declaration }]) => `$${variable}: ${declaration}`);
    const given = [...this.#variables].filter(([, { value }]) => value !== undefined);
    const head = name || declared.length > 0 || kind === "mutation" || this.#random.chance(0.5);
    const variables = declared.length > 0 ? `(${declared.join(", ")})` : "";
    const text = `${head ? `${kind} ${name}${variables} ` : ""}${selections}\n${this.#fragments.join("\n")}`;
    return { text, variables: Object.fromEntries(given.map(([variable, { value }]) => [variable, value])) };
  }

  /** Selections on a type. `used` are the names that already stand at this place of the answer. */
  #selections(type, depth, cost, used) {
    const random = this.#random;
    const parts = [];
    if (random.chance(0.2) || !type.getFields) parts.push(`${this.#response("__typename", used)}__typename`);
    const fields = type.getFields ? Object.values(type.getFields()) : [];
    for (const field of random.some(fields.length > 0 ? fields : [null], depth > 1 ? 4 : 3)) {
      const part = field && this.#field(field, depth, cost, used);
      if (part) parts.push(part);
    }
    if (isAbstractType(type)) {
      for (const possible of random.some(this.#schema.getPossibleTypes(type), 2)) {
        parts.push(this.#narrowed(possible, depth, cost, used));
      }
    } else if (random.chance(0.15)) {
      parts.push(random.chance(0.5) ? this.#narrowed(type, depth - 1, cost, used) : `... ${this.#directive()}{ ${this.#response("__typename", used)}__typename }`);
    }
    if (parts.length === 0) parts.push(`${this.#response("__typename", used)}__typename`);
    return `{ ${parts.join(random.chance(0.2) ? ", " : " ")} }`;
  }

  /** A part for one type only: written here, or as a fragment of its own. */
  #narrowed(type, depth, cost, used) {
    const condition = this.#random.chance(0.2) ? (type.getInterfaces().find(isInterfaceType) ?? type) : type;
    if (this.#random.chance(0.6)) {
      return `... on ${condition.name} ${this.#directive()}${this.#selections(condition, depth - 1, cost, used)}`;
    }
    const name = `Part${(this.#names += 1)}`;
    this.#fragments.push(`fragment ${name} on ${condition.name} ${this.#selections(condition, depth - 1, cost, used)}`);
    return `...${name} ${this.#directive()}`;
  }

  /** A field with its arguments; nothing if it would go too deep or ask for too much. */
  #field(field, depth, cost, used) {
    const named = getNamedType(field.type);
    const list = isListType(getNullableType(field.type)) || field.args.some(({ name }) => name === "first");
    const below = cost * (list ? 10 : 1);
    if (isCompositeType(named) && (depth <= 0 || below > MAX_COST)) return null;
    const name = this.#response(field.name, used);
    const given = field.args.map((argument) => this.#argument(argument)).filter((argument) => argument !== null);
    const head = `${name}${field.name}${given.length > 0 ? `(${given.join(this.#random.chance(0.3) ? " " : ", ")})` : ""} ${this.#directive()}`;
    return isLeafType(named) ? head.trimEnd() : `${head}${this.#selections(named, depth - 1, below, new Set())}`;
  }

  /** An alias where the name is taken, and sometimes where it is not. */
  #response(name, used) {
    if (!used.has(name) && !this.#random.chance(0.1)) {
      used.add(name);
      return "";
    }
    const alias = `a${(this.#names += 1)}`;
    used.add(alias);
    return `${alias}: `;
  }

  #directive() {
    if (!this.#random.chance(0.08)) return "";
    const condition = this.#value(this.#schema.getDirective("skip").args[0].type, 1, true);
    return `@${this.#random.pick(["skip", "include"])}(if: ${condition.literal}) `;
  }

  #argument(argument) {
    if (argument.name === "first") return "first: 1";
    const required = isNonNullType(argument.type) && argument.defaultValue === undefined;
    if (!required && !this.#random.chance(0.25)) return null;
    // One document asks as of one point in time.
    if (argument.name === "asOf") return 'asOf: { effectiveOn: "2025-03-31" }';
    return `${argument.name}: ${this.#value(argument.type, 3, true).literal}`;
  }

  /** A value of an input type, as a literal and as JSON. A variable stands for it here and there. */
  #value(type, depth, variables, absent = true) {
    if (variables && this.#random.chance(0.2)) return this.#variable(type, depth, absent);
    if (!isNonNullType(type)) {
      if (absent && this.#random.chance(0.05)) return { literal: "null", json: null };
    }
    const nullable = getNullableType(type);
    if (isListType(nullable)) return this.#list(nullable, depth, variables);
    if (isInputObjectType(nullable)) return this.#object(nullable, depth, variables);
    if (isEnumType(nullable)) {
      const { name } = this.#random.pick(nullable.getValues());
      return { literal: name, json: name };
    }
    const value = this.#random.pick(SCALARS[nullable.name] ?? ["anything"]);
    return { literal: this.#spelled(value), json: value };
  }

  /** A string is spelled in quotes, or as a block. */
  #spelled(value) {
    if (typeof value !== "string" || !this.#random.chance(0.05)) return JSON.stringify(value);
    return /["\\]/.test(value) ? JSON.stringify(value) : `"""${value}"""`;
  }

  #list(type, depth, variables) {
    const members = Array.from({ length: this.#random.below(3) }, () => this.#value(type.ofType, depth - 1, variables));
    // One value stands for a list of it.
    if (members.length === 1 && members[0].json !== null && !Array.isArray(members[0].json) && this.#random.chance(0.3)) {
      return members[0];
    }
    return { literal: `[${members.map(({ literal }) => literal).join(", ")}]`, json: members.map(({ json }) => json) };
  }

  #object(type, depth, variables) {
    const fields = Object.values(type.getFields());
    const required = (field) => isNonNullType(field.type) && field.defaultValue === undefined;
    const shallow = fields.filter((field) => !isInputObjectType(getNamedType(field.type)));
    const chosen = type.isOneOf
      ? [this.#random.pick(depth > 0 || shallow.length === 0 ? fields : shallow)]
      : fields.filter((field) => required(field) || (depth > 0 && this.#random.chance(0.15)));
    const given = chosen.map((field) => {
      const value = this.#value(field.type, depth - 1, variables && !type.isOneOf, !type.isOneOf);
      return { name: field.name, ...value };
    });
    return {
      literal: `{${given.map(({ name, literal }) => `${name}: ${literal}`).join(", ")}}`,
      json: Object.fromEntries(given.map(({ name, json }) => [name, json])),
    };
  }

  /** A variable for a value: of the type itself or of a stricter one, with a default or without. */
  #variable(type, depth, absent) {
    const name = `v${this.#variables.size}`;
    this.#variables.set(name, {});
    const value = this.#value(type, depth, false, absent);
    let declaration = String(type);
    if (!isNonNullType(type) && value.json !== null && this.#random.chance(0.3)) declaration += "!";
    const optional = !declaration.endsWith("!");
    if (optional && this.#random.chance(0.4)) declaration += ` = ${value.literal}`;
    const left = optional && this.#random.chance(0.3);
    this.#variables.set(name, { declaration, value: left ? undefined : value.json });
    return { literal: `$${name}`, json: value.json };
  }
}
