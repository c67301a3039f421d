//! A schema as a value: its types by name, each with what clients can rely on.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql_parser::Positioned;
use async_graphql_parser::parse_schema;
use async_graphql_parser::types::{
    self as ast, BaseType, ConstDirective, DirectiveLocation, Type, TypeSystemDefinition,
};
use async_graphql_value::{ConstValue, Name};

use crate::tokens::Tokens;

/// A schema, read from its text.
#[derive(Debug, Clone)]
pub struct Schema {
    pub(crate) types: BTreeMap<Name, TypeKind>,
    pub(crate) directives: BTreeMap<Name, Directive>,
    pub(crate) roots: Roots,
    /// The type of `__typename`.
    pub(crate) typename: Type,
}

/// The text is no schema.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// It can't be parsed.
    #[error("this is no GraphQL schema: {0}")]
    Parse(String),
    /// A type is extended, which a whole schema has no need of.
    #[error("a schema is one whole: {0} is extended")]
    Extended(Name),
}

/// The types from which operations start.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Roots {
    pub(crate) query: Option<Name>,
    pub(crate) mutation: Option<Name>,
    pub(crate) subscription: Option<Name>,
}

/// A type, without its name.
#[derive(Debug, Clone)]
pub(crate) enum TypeKind {
    Scalar,
    Object(Composite),
    Interface(Composite),
    Union(BTreeSet<Name>),
    Enum(BTreeMap<Name, Vec<Positioned<ConstDirective>>>),
    Input(Input),
}

/// What objects and interfaces have.
#[derive(Debug, Clone)]
pub(crate) struct Composite {
    pub(crate) implements: BTreeSet<Name>,
    pub(crate) fields: BTreeMap<Name, Field>,
}

/// A field that can be asked for.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub(crate) ty: Type,
    pub(crate) arguments: BTreeMap<Name, InputValue>,
    pub(crate) directives: Vec<Positioned<ConstDirective>>,
}

/// An argument, or a field of an input object.
#[derive(Debug, Clone)]
pub(crate) struct InputValue {
    pub(crate) ty: Type,
    pub(crate) default: Option<ConstValue>,
    pub(crate) directives: Vec<Positioned<ConstDirective>>,
}

impl InputValue {
    /// Whether a client must give it.
    pub(crate) fn is_required(&self) -> bool {
        !self.ty.nullable && self.default.is_none()
    }
}

/// An input object.
#[derive(Debug, Clone)]
pub(crate) struct Input {
    pub(crate) fields: BTreeMap<Name, InputValue>,
    /// Whether exactly one of the fields is given.
    pub(crate) one_of: bool,
}

/// A directive.
#[derive(Debug, Clone)]
pub(crate) struct Directive {
    pub(crate) arguments: BTreeMap<Name, InputValue>,
    pub(crate) locations: Vec<DirectiveLocation>,
    pub(crate) repeatable: bool,
}

impl Schema {
    /// Reads a schema in its own language. The types by which every schema describes itself need not stand there.
    ///
    /// # Errors
    ///
    /// Text that is no schema, or only an extension of one.
    pub fn parse(sdl: &str) -> Result<Self, SchemaError> {
        let mut schema = Self {
            types: BTreeMap::new(),
            directives: BTreeMap::new(),
            roots: Roots::default(),
            typename: Type { base: BaseType::Named(Name::new("String")), nullable: false },
        };
        schema.read(BUILT_IN)?;
        schema.read(sdl)?;
        if schema.roots == Roots::default() {
            let named = |name: &str| schema.types.get_key_value(name).map(|(name, _)| name.clone());
            schema.roots = Roots {
                query: named("Query"),
                mutation: named("Mutation"),
                subscription: named("Subscription"),
            };
        }
        Ok(schema)
    }

    fn read(&mut self, sdl: &str) -> Result<(), SchemaError> {
        let repeatable = repeatable(sdl);
        let document = parse_schema(sdl).map_err(|error| SchemaError::Parse(error.to_string()))?;
        for definition in document.definitions {
            match definition {
                TypeSystemDefinition::Schema(schema) => {
                    let root = |name: Option<Positioned<Name>>| name.map(|name| name.node);
                    let ast::SchemaDefinition { query, mutation, subscription, .. } = schema.node;
                    self.roots = Roots {
                        query: root(query),
                        mutation: root(mutation),
                        subscription: root(subscription),
                    };
                }
                TypeSystemDefinition::Type(ty) if ty.node.extend => {
                    return Err(SchemaError::Extended(ty.node.name.node));
                }
                TypeSystemDefinition::Type(ty) => {
                    let one_of =
                        ty.node.directives.iter().any(|directive| directive.node.name.node == "oneOf");
                    self.types.insert(ty.node.name.node, kind(ty.node.kind, one_of));
                }
                TypeSystemDefinition::Directive(directive) => {
                    let ast::DirectiveDefinition { name, arguments, locations, .. } = directive.node;
                    let locations = locations.into_iter().map(|location| location.node).collect();
                    let repeatable = repeatable.contains(name.node.as_str());
                    let directive = Directive { arguments: inputs(arguments), locations, repeatable };
                    self.directives.insert(name.node, directive);
                }
            }
        }
        Ok(())
    }

    /// A type by its name.
    pub(crate) fn of(&self, name: &str) -> Option<&TypeKind> {
        self.types.get(name)
    }

    /// The fields of an object or interface.
    pub(crate) fn composite(&self, name: &str) -> Option<&Composite> {
        match self.of(name)? {
            TypeKind::Object(composite) | TypeKind::Interface(composite) => Some(composite),
            _ => None,
        }
    }

    /// Whether values of the type have no fields.
    pub(crate) fn is_leaf(&self, name: &str) -> bool {
        matches!(self.of(name), Some(TypeKind::Scalar | TypeKind::Enum(_)))
    }
}

/// The name of the type under all lists.
pub(crate) fn named(ty: &Type) -> &Name {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(member) => named(member),
    }
}

fn kind(kind: ast::TypeKind, one_of: bool) -> TypeKind {
    let names = |names: Vec<Positioned<Name>>| names.into_iter().map(|name| name.node).collect();
    match kind {
        ast::TypeKind::Scalar => TypeKind::Scalar,
        ast::TypeKind::Object(object) => TypeKind::Object(Composite {
            implements: names(object.implements),
            fields: fields(object.fields),
        }),
        ast::TypeKind::Interface(interface) => TypeKind::Interface(Composite {
            implements: names(interface.implements),
            fields: fields(interface.fields),
        }),
        ast::TypeKind::Union(union) => TypeKind::Union(names(union.members)),
        ast::TypeKind::Enum(values) => {
            let value =
                |value: Positioned<ast::EnumValueDefinition>| (value.node.value.node, value.node.directives);
            TypeKind::Enum(values.values.into_iter().map(value).collect())
        }
        ast::TypeKind::InputObject(input) => TypeKind::Input(Input { fields: inputs(input.fields), one_of }),
    }
}

fn fields(fields: Vec<Positioned<ast::FieldDefinition>>) -> BTreeMap<Name, Field> {
    let field = |field: Positioned<ast::FieldDefinition>| {
        let ast::FieldDefinition { name, arguments, ty, directives, .. } = field.node;
        (name.node, Field { ty: ty.node, arguments: inputs(arguments), directives })
    };
    fields.into_iter().map(field).collect()
}

fn inputs(inputs: Vec<Positioned<ast::InputValueDefinition>>) -> BTreeMap<Name, InputValue> {
    let input = |input: Positioned<ast::InputValueDefinition>| {
        let ast::InputValueDefinition { name, ty, default_value, directives, .. } = input.node;
        (name.node, InputValue { ty: ty.node, default: default_value.map(|value| value.node), directives })
    };
    inputs.into_iter().map(input).collect()
}

/// The directives that may stand several times at one place. The parser takes every one for such.
fn repeatable(sdl: &str) -> BTreeSet<&str> {
    let tokens: Vec<_> = Tokens::of(sdl).map(|(token, _)| token).collect();
    let definitions =
        tokens.windows(3).enumerate().filter(|(_, head)| head[0] == "directive" && head[1] == "@");
    let is_repeatable = |from: usize| {
        let head = tokens[from..].iter().take_while(|token| **token != "on");
        head.into_iter().any(|token| *token == "repeatable")
    };
    definitions.filter(|(at, _)| is_repeatable(at + 3)).map(|(_, head)| head[2]).collect()
}

/// What every schema has without saying so: the scalars, and the types by which it describes itself
/// (<https://spec.graphql.org/September2025/#sec-Schema-Introspection>).
const BUILT_IN: &str = r"
scalar Int
scalar Float
scalar String
scalar Boolean
scalar ID
directive @skip(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
directive @include(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
type __Schema {
  description: String
  types: [__Type!]!
  queryType: __Type!
  mutationType: __Type
  subscriptionType: __Type
  directives: [__Directive!]!
}
type __Type {
  kind: __TypeKind!
  name: String
  description: String
  specifiedByURL: String
  fields(includeDeprecated: Boolean = false): [__Field!]
  interfaces: [__Type!]
  possibleTypes: [__Type!]
  enumValues(includeDeprecated: Boolean = false): [__EnumValue!]
  inputFields(includeDeprecated: Boolean = false): [__InputValue!]
  ofType: __Type
  isOneOf: Boolean
}
enum __TypeKind { SCALAR OBJECT INTERFACE UNION ENUM INPUT_OBJECT LIST NON_NULL }
type __Field {
  name: String!
  description: String
  args(includeDeprecated: Boolean = false): [__InputValue!]!
  type: __Type!
  isDeprecated: Boolean!
  deprecationReason: String
}
type __InputValue {
  name: String!
  description: String
  type: __Type!
  defaultValue: String
  isDeprecated: Boolean!
  deprecationReason: String
}
type __EnumValue {
  name: String!
  description: String
  isDeprecated: Boolean!
  deprecationReason: String
}
type __Directive {
  name: String!
  description: String
  locations: [__DirectiveLocation!]!
  args(includeDeprecated: Boolean = false): [__InputValue!]!
  isRepeatable: Boolean!
}
enum __DirectiveLocation {
  QUERY MUTATION SUBSCRIPTION FIELD FRAGMENT_DEFINITION FRAGMENT_SPREAD INLINE_FRAGMENT VARIABLE_DEFINITION SCHEMA SCALAR
  OBJECT FIELD_DEFINITION ARGUMENT_DEFINITION INTERFACE UNION ENUM ENUM_VALUE INPUT_OBJECT INPUT_FIELD_DEFINITION
}
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_is_read_with_its_roots_named_or_by_custom() {
        let named = Schema::parse("schema { query: Root } type Root { a: Int }").unwrap();
        assert_eq!(named.roots.query.as_deref(), Some("Root"));
        let custom = Schema::parse("type Query { a: Int } type Mutation { a: Int }").unwrap();
        assert_eq!(custom.roots.query.as_deref(), Some("Query"));
        assert_eq!(custom.roots.mutation.as_deref(), Some("Mutation"));
        assert_eq!(custom.roots.subscription, None);
    }

    #[test]
    fn text_that_is_no_whole_schema_is_refused() {
        assert!(matches!(Schema::parse("type Query {"), Err(SchemaError::Parse(_))));
        assert_eq!(
            Schema::parse("extend type Query { a: Int }").unwrap_err(),
            SchemaError::Extended(Name::new("Query"))
        );
    }

    #[test]
    fn a_directive_is_repeatable_only_where_its_definition_says_so() {
        let sdl =
            "directive @once(on: Int) on FIELD directive @often repeatable on FIELD type Query { a: Int }";
        let schema = Schema::parse(sdl).unwrap();
        assert_eq!(
            [schema.directives["once"].repeatable, schema.directives["often"].repeatable],
            [false, true]
        );
    }
}
