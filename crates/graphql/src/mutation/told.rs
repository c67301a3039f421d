//! What a failure says to people, in the language of whoever asks.

use async_graphql::{ComplexObject, Context, InputType, Value};
use cxl_domain::authorization::RuleId;
use cxl_words::{Told, failure, rule};

use super::error_code::ErrorCode;
use super::failure::{CommandErrorValue, CommandReused, Conflict, Forbidden, Refused, Unavailable};
use crate::naming::Called;
use crate::words::Language;

/// What a sentence is made of.
#[derive(Debug, Clone, Copy)]
struct Spoken<'a> {
    code: ErrorCode,
    values: &'a [CommandErrorValue],
    /// What the act is about.
    about: Option<&'a Called>,
    /// The rules by which somebody may do what was not allowed.
    needs: &'a [RuleId],
}

impl<'a> Spoken<'a> {
    fn of(code: ErrorCode, values: &'a [CommandErrorValue]) -> Self {
        Self { code, values, about: None, needs: &[] }
    }

    /// What is wrong; the code itself if it has no words.
    fn message(self, language: cxl_words::Language) -> String {
        self.told(language).map_or_else(|| self.code.to_value().to_string(), |told| told.wrong)
    }

    /// What to do instead: of what is not allowed, who may do it.
    fn remedy(self, language: cxl_words::Language) -> String {
        if self.needs.is_empty() {
            return self.told(language).map(|told| told.instead).unwrap_or_default();
        }
        let in_words = |id: &RuleId| rule(language, id.as_str()).unwrap_or_else(|| id.sentence().to_owned());
        self.needs.iter().map(in_words).collect::<Vec<_>>().join(" ")
    }

    fn told(self, language: cxl_words::Language) -> Option<Told> {
        let Value::Enum(code) = self.code.to_value() else { return None };
        let about = self.about.map_or_else(|| "none".to_owned(), Called::as_value);
        let values = self.values.iter().map(|value| (value.name.as_str(), value.value.as_str()));
        failure(language, &code, values.chain([("about", about.as_str())]))
    }
}

macro_rules! tell {
    ($($failure:ident),*) => {$(
        #[ComplexObject]
        impl $failure {
            /// What is wrong, in a sentence for people.
            pub(super) async fn message(
                &self,
                ctx: &Context<'_>,
                #[graphql(
                    desc = "In which language; that of the header Accept-Language if left out, else English."
                )]
                language: Option<Language>,
            ) -> String {
                self.spoken().message(Language::of(ctx, language))
            }

            /// What to do instead, in a sentence for people.
            pub(super) async fn remedy(
                &self,
                ctx: &Context<'_>,
                #[graphql(
                    desc = "In which language; that of the header Accept-Language if left out, else English."
                )]
                language: Option<Language>,
            ) -> String {
                self.spoken().remedy(Language::of(ctx, language))
            }
        }
    )*};
}

tell!(Refused, Forbidden, Conflict, CommandReused, Unavailable);

impl Refused {
    fn spoken(&self) -> Spoken<'_> {
        Spoken { about: self.about.as_ref(), ..Spoken::of(self.code, &self.values) }
    }
}

impl Forbidden {
    fn spoken(&self) -> Spoken<'_> {
        Spoken { needs: &self.needs, ..Spoken::of(self.code, &self.values) }
    }
}

impl Conflict {
    fn spoken(&self) -> Spoken<'_> {
        Spoken::of(self.code, &self.values)
    }
}

impl CommandReused {
    fn spoken(&self) -> Spoken<'_> {
        Spoken::of(self.code, &self.values)
    }
}

impl Unavailable {
    fn spoken(&self) -> Spoken<'_> {
        Spoken::of(self.code, &self.values)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use async_graphql::resolver_utils::EnumType;
    use cxl_domain::authorization::RULES;
    use cxl_domain::refusal::Refusal;
    use cxl_words::Language;

    use super::super::error_code;
    use super::super::failure::{value, values};
    use super::*;

    /// Every code with values that go with it.
    fn failures() -> Vec<(ErrorCode, Vec<CommandErrorValue>)> {
        let refused = error_code::tests::refusals();
        let refused = refused.iter().map(|refusal| (error_code::told(refusal).0, values(refusal)));
        let others = [
            (ErrorCode::Forbidden, vec![value("action", "metric.define"), value("rule", "denied")]),
            (
                ErrorCode::Conflict,
                vec![value("noun", "metric"), value("expected", "3"), value("actual", "4")],
            ),
            (ErrorCode::CommandReused, vec![value("command", "7")]),
            (ErrorCode::Busy, vec![]),
            (ErrorCode::ReadOnly, vec![value("reason", "keys are missing")]),
            (ErrorCode::StorageUnavailable, vec![]),
            (ErrorCode::TooLarge, vec![value("bytes", "9"), value("limit", "8")]),
        ];
        refused.chain(others).collect()
    }

    #[test]
    fn every_code_tells_what_is_wrong_and_what_to_do_in_every_language() {
        let mut missing = Vec::new();
        for (code, values) in failures() {
            for language in Language::ALL {
                let Some(told) = Spoken::of(code, &values).told(language) else {
                    let names: Vec<_> = values.iter().map(|value| format!("${}", value.name)).collect();
                    let (code, names) = (code.to_value(), names.join(", "));
                    missing.push(format!("{code} ({names}) in crates/words/{}/failures.ftl", language.tag()));
                    continue;
                };
                assert!(!told.wrong.ends_with('.') && told.instead.ends_with('.'), "{code:?}: {told:?}");
                let iso = told.wrong.contains("2024-01-01");
                assert!(!iso || language == Language::English, "{code:?}: write days by DAY(): {told:?}");
            }
        }
        assert!(missing.is_empty(), "add these messages, each with its attribute .instead: {missing:#?}");
    }

    #[test]
    fn a_refusal_says_the_same_here_as_in_the_domain() {
        for refusal in error_code::tests::refusals() {
            let (code, values) = (error_code::told(&refusal).0, values(&refusal));
            // What is told of facts and of things goes by the names that clients know.
            let named = values.iter().any(|value| matches!(value.name.as_str(), "event" | "standing"));
            if named || matches!(refusal, Refusal::WasRecordedInError { .. }) {
                continue;
            }
            let english = Spoken::of(code, &values).message(Language::English);
            assert_eq!(english, refusal.to_string(), "{code:?} in crates/words/en/failures.ftl");
        }
    }

    #[test]
    fn the_failures_tried_are_all_there_are() {
        let tried: BTreeSet<_> = failures().iter().map(|(code, _)| code.to_value().to_string()).collect();
        let all: BTreeSet<_> = ErrorCode::items().iter().map(|item| item.name.to_owned()).collect();
        assert_eq!(tried, all, "add a sample to `refusals` in crates/graphql/src/mutation/error_code.rs");
    }

    #[test]
    fn every_rule_of_rights_has_a_sentence_in_vietnamese_too() {
        let known = RULES.iter().map(|rule| rule.id).chain([
            RuleId::DENIED,
            RuleId::ADMINISTRATORS_MEND,
            RuleId::TOKEN_SCOPE,
        ]);
        let missing: Vec<_> = known
            .filter(|id| rule(Language::Vietnamese, id.as_str()).is_none())
            .map(|id| format!("{} = {}", id.as_str().replace('.', "-"), id.sentence()))
            .collect();
        assert!(missing.is_empty(), "add these in Vietnamese to crates/words/vi/rules.ftl: {missing:#?}");
    }

    #[test]
    fn who_has_no_right_is_told_who_has() {
        let values = [value("action", "evidence.accept"), value("rule", "denied")];
        let needs = [RuleId::ADMINISTRATORS_MEND, RuleId::DENIED];
        let spoken = Spoken { needs: &needs, ..Spoken::of(ErrorCode::Forbidden, &values) };
        let english = "That an administrator, an auditor or a reader of votes has left, or was recorded \
                       wrongly, administrators alone record. What no rule allows is denied.";
        assert_eq!(spoken.remedy(Language::English), english);
        assert!(spoken.remedy(Language::Vietnamese).contains("chỉ quản trị viên"));
    }
}
