//! What a deprecation must say.
//!
//! A client that reads `@deprecated` has to know what to use instead and how long there is. So each reason has one form:
//! `Use NEW instead; since 2027-03-01, until 2029-03-01: WHY.`

use std::fmt;

use async_graphql_parser::Positioned;
use async_graphql_parser::types::ConstDirective;
use async_graphql_value::ConstValue;
use chrono::{Months, NaiveDate};

use crate::schema::{InputValue, Schema, TypeKind};

/// For how many months what is deprecated is still answered.
const MONTHS: Months = Months::new(24);

/// What the reason of a deprecation says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deprecation<'a> {
    /// What to use instead.
    pub replacement: &'a str,
    /// From when on.
    pub since: NaiveDate,
    /// The first day on which it may be gone: 24 months later at the least.
    pub until: NaiveDate,
    /// Why.
    pub reason: &'a str,
}

impl<'a> Deprecation<'a> {
    /// Reads the reason; nothing unless it says everything.
    pub fn parse(reason: &'a str) -> Option<Self> {
        let (replacement, rest) = reason.strip_prefix("Use ")?.split_once(" instead; since ")?;
        let (since, rest) = rest.split_once(", until ")?;
        let (until, reason) = rest.split_once(": ")?;
        let (since, until) = (since.parse().ok()?, until.parse::<NaiveDate>().ok()?);
        let long_enough =
            NaiveDate::checked_add_months(since, MONTHS).is_some_and(|earliest| until >= earliest);
        let complete = long_enough && !replacement.trim().is_empty() && !reason.trim().is_empty();
        complete.then_some(Self { replacement, since, until, reason })
    }
}

/// A deprecation that does not say what it must.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VagueDeprecation {
    /// What is deprecated, by its schema coordinate.
    pub coordinate: String,
    /// The reason that stands there.
    pub reason: String,
}

impl fmt::Display for VagueDeprecation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { coordinate, reason } = self;
        write!(
            f,
            "{coordinate} is deprecated with the reason {reason:?}; write: Use NEW instead; since YYYY-MM-DD, until \
             YYYY-MM-DD, 24 months later or more: WHY."
        )
    }
}

/// Every deprecation of the schema that leaves open what to use instead, since when, until when or why.
pub fn vague_deprecations(schema: &Schema) -> Vec<VagueDeprecation> {
    let mut vague = Vague::default();
    for (name, kind) in &schema.types {
        match kind {
            TypeKind::Scalar | TypeKind::Union(_) => {}
            TypeKind::Object(composite) | TypeKind::Interface(composite) => {
                for (field, definition) in &composite.fields {
                    vague.judge(format!("{name}.{field}"), &definition.directives);
                    for (argument, InputValue { directives, .. }) in &definition.arguments {
                        vague.judge(format!("{name}.{field}({argument}:)"), directives);
                    }
                }
            }
            TypeKind::Enum(values) => {
                for (value, directives) in values {
                    vague.judge(format!("{name}.{value}"), directives);
                }
            }
            TypeKind::Input(input) => {
                for (field, InputValue { directives, .. }) in &input.fields {
                    vague.judge(format!("{name}.{field}"), directives);
                }
            }
        }
    }
    vague.0
}

#[derive(Default)]
struct Vague(Vec<VagueDeprecation>);

impl Vague {
    fn judge(&mut self, coordinate: String, directives: &[Positioned<ConstDirective>]) {
        let deprecated = directives.iter().find(|directive| directive.node.name.node == "deprecated");
        let Some(deprecated) = deprecated else { return };
        let reason = match deprecated.node.get_argument("reason").map(|reason| &reason.node) {
            Some(ConstValue::String(reason)) => reason.as_str(),
            _ => "",
        };
        if Deprecation::parse(reason).is_none() {
            self.0.push(VagueDeprecation { coordinate, reason: reason.to_owned() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deprecation_says_what_to_use_since_when_until_when_and_why() {
        let reason = "Use Query.nodes instead; since 2027-03-01, until 2029-03-01: one id was never enough.";
        let read = Deprecation::parse(reason).unwrap();
        assert_eq!((read.replacement, read.reason), ("Query.nodes", "one id was never enough."));
        assert_eq!(read.since.to_string(), "2027-03-01");
    }

    #[test]
    fn a_deprecation_that_leaves_something_open_or_ends_too_soon_is_vague() {
        for reason in [
            "",
            "No longer supported",
            "Use Query.nodes instead",
            "Use Query.nodes instead; since 2027-03-01: one id was never enough.",
            "Use Query.nodes instead; since 2027-03-01, until 2029-02-28: one id was never enough.",
            "Use Query.nodes instead; since March, until 2029-02-28: one id was never enough.",
            "Use  instead; since 2027-03-01, until 2029-03-01: one id was never enough.",
            "Use Query.nodes instead; since 2027-03-01, until 2029-03-01: ",
        ] {
            assert_eq!(Deprecation::parse(reason), None, "{reason}");
        }
    }

    #[test]
    fn vague_deprecations_are_found_wherever_one_may_stand() {
        let sdl = r#"
            type Query { a(b: Int @deprecated(reason: "old")): Int @deprecated c: Int }
            enum E { F @deprecated(reason: "Use G instead; since 2027-03-01, until 2029-03-01: a typo.") G @deprecated }
            input I { h: Int @deprecated(reason: "gone soon") }
        "#;
        let vague = vague_deprecations(&Schema::parse(sdl).unwrap());
        let found: Vec<_> = vague.iter().map(|vague| vague.coordinate.as_str()).collect();
        assert_eq!(found, ["E.G", "I.h", "Query.a", "Query.a(b:)"]);
    }
}
