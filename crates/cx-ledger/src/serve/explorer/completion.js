// What may stand at a place of a document: a walk over the tokens before it, with the schema at hand.

import { nameOf, written } from "./schema.js";

const TOKEN = /"""(?:\\"""|[^])*?"""|"(?:\\.|[^"\\\n])*"|#[^\n]*|\.\.\.|[_A-Za-z]\w*|-?\d[\w.+-]*|[^\s,\w\ufeff]/g;
const NAME = /^[_A-Za-z]/;
const OPERATIONS = ["query", "mutation", "subscription"];

/** The operations of a document: what they do and how they are called. */
export function operations(text) {
  let depth = 0;
  const found = [];
  const tokens = tokenized(text);
  tokens.forEach(({ text: token }, index) => {
    if (depth === 0 && OPERATIONS.includes(token)) {
      const next = tokens[index + 1]?.text ?? "";
      found.push({ kind: token, name: NAME.test(next) ? next : null });
    }
    if (depth === 0 && token === "{" && !/[\w)]$/.test(tokens[index - 1]?.text ?? "")) found.push({ kind: "query", name: null });
    if ("{([".includes(token)) depth += 1;
    if ("})]".includes(token)) depth -= 1;
  });
  return found;
}

/** What may be put between `from` and `to`, with what it is. */
export function complete(text, cursor, schema) {
  const tokens = tokenized(text).filter(({ start }) => start < cursor);
  const last = tokens.at(-1);
  if (last && last.end >= cursor && /^["#]/.test(last.text) && !isClosed(last, cursor)) return null;
  const typed = last && last.end === cursor && NAME.test(last.text) ? tokens.pop() : null;
  const from = typed ? typed.start : cursor;
  const start = (typed?.text ?? "").toLowerCase();
  const options = optionsAfter(tokens, text, schema).filter(({ label }) => label.toLowerCase().includes(start));
  const begins = ({ label }) => (label.toLowerCase().startsWith(start) ? 0 : 1);
  options.sort((one, other) => begins(one) - begins(other));
  return options.length > 0 && !(options.length === 1 && options[0].label === typed?.text) ? { from, to: cursor, options } : null;
}

function tokenized(text) {
  return [...text.matchAll(TOKEN)].map((match) => ({ text: match[0], start: match.index, end: match.index + match[0].length }));
}

function isClosed({ text, end }, cursor) {
  return !text.startsWith("#") && end === cursor && text.length > 1 && text.endsWith('"');
}

/** The bracket in which a place lies, with what is known of it. */
function optionsAfter(tokens, text, schema) {
  const stack = [{ kind: "document" }];
  tokens.forEach(({ text: token }, index) => {
    const top = stack.at(-1);
    const previous = tokens[index - 1]?.text;
    if (token === "{") stack.push(opened(top, schema));
    else if (token === "(") stack.push(parenthesis(top, schema));
    else if (token === "[") stack.push({ kind: "list", type: top.value ?? top.type });
    else if ("})]".includes(token)) {
      if (stack.length > 1) stack.pop();
      stack.at(-1).value = undefined;
    } else if (NAME.test(token)) named(top, token, previous, tokens[index + 1]?.text, schema);
  });
  return offered(stack.at(-1), tokens.at(-1)?.text, text, schema);
}

/** What a brace opens after what stands before it. */
function opened(top, schema) {
  if (top.kind === "document") {
    const type = top.on ?? schema.roots[top.operation ?? "query"];
    Object.assign(top, { on: undefined, operation: undefined });
    return { kind: "selection", type };
  }
  if (top.kind === "selection") {
    const type = top.on ?? (top.field ? nameOf(top.field.type) : top.type);
    Object.assign(top, { on: undefined, field: undefined });
    return { kind: "selection", type };
  }
  const type = top.value ?? top.type;
  return { kind: "object", inputs: (type && schema.type(nameOf(type))?.inputFields) ?? [] };
}

function parenthesis(top, schema) {
  if (top.kind === "document") return { kind: "variables" };
  const directive = top.directive && schema.directives.find(({ name }) => name === top.directive);
  top.directive = undefined;
  return { kind: "arguments", inputs: (directive ?? top.field)?.args ?? [] };
}

/** Remembers what a name means for what follows it. */
function named(top, token, previous, next, schema) {
  if (previous === "@") {
    top.directive = token;
  } else if (previous === "on" && top.awaitsType) {
    Object.assign(top, { on: token, awaitsType: false });
  } else if (top.kind === "document") {
    if (OPERATIONS.includes(token)) top.operation = token;
    if (token === "on") top.awaitsType = true;
  } else if (top.kind === "selection") {
    if (previous === "...") top.awaitsType = token === "on";
    else if (next !== ":") top.field = schema.field(top.type, token);
  } else if (next === ":" && top.inputs) {
    top.value = top.inputs.find(({ name }) => name === token)?.type;
  }
}

/** What may follow the last token inside a bracket. */
function offered(top, last, text, schema) {
  if (last === "@") {
    const standing = schema.directives.filter(({ locations }) => locations.includes("FIELD"));
    return standing.map(({ name }) => ({ label: name, detail: "" }));
  }
  if (last === "$") return variables(text);
  if (last === "on" && top.awaitsType) return types(schema.named(["OBJECT", "INTERFACE", "UNION"]));
  switch (top.kind) {
    case "document":
      return [...OPERATIONS.filter((kind) => schema.roots[kind]), "fragment"].map((label) => ({ label, detail: "" }));
    case "selection":
      if (last === "...") return [{ label: "on", detail: "" }, ...fragments(text)];
      return schema.fields(top.type).map((field) => ({ label: field.name, detail: written(field.type) }));
    case "variables":
      return last === ":" || last === "[" ? types(schema.named(["SCALAR", "ENUM", "INPUT_OBJECT"])) : [];
    case "list":
      return values(top.type, text, schema);
    default:
      if (last === ":") return values(top.value, text, schema);
      return top.inputs.map(({ name, type }) => ({ label: name, detail: written(type) }));
  }
}

const types = (list) => list.map(({ name, kind }) => ({ label: name, detail: kind.toLowerCase().replace("_", " ") }));

function values(type, text, schema) {
  const definition = type && schema.type(nameOf(type));
  const named = definition?.enumValues?.map(({ name }) => ({ label: name, detail: definition.name })) ?? [];
  const flags = definition?.name === "Boolean" ? ["true", "false"].map((label) => ({ label, detail: "Boolean" })) : [];
  return [...named, ...flags, ...variables(text).map(({ label, detail }) => ({ label: `$${label}`, detail }))];
}

function variables(text) {
  return [...text.matchAll(/\$(\w+)\s*:\s*([[\]\w!]+)/g)].map(([, label, detail]) => ({ label, detail }));
}

function fragments(text) {
  return [...text.matchAll(/fragment\s+(\w+)\s+on\s+(\w+)/g)].map(([, label, detail]) => ({ label, detail }));
}
