//! The evidence of a program, arranged by whom it speaks for.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use cxl_domain::evidence::{Evidence, Judgment, Scope};
use cxl_domain::id::{InitiativeId, ProgramId};
use cxl_domain::maturity::{EvidenceScope, EvidenceState, Item, Source};
use cxl_domain::time::AsOf;

use super::Inquiry;

/// The evidence of a program as known, whatever days it covers.
#[derive(Debug, Default)]
pub struct EvidenceOfProgram {
    /// All of it, in the order in which it was provided.
    items: Vec<Item>,
    /// What speaks for one initiative alone, by its place in that order.
    own: HashMap<InitiativeId, Vec<usize>>,
    /// What speaks for the program, with the initiatives that it names; for all of them if it names none.
    shared: Vec<(usize, Vec<InitiativeId>)>,
}

impl EvidenceOfProgram {
    fn of<'a>(items: impl Iterator<Item = (Item, &'a Scope)>) -> Self {
        let mut evidence = Self::default();
        for (place, (item, scope)) in items.enumerate() {
            evidence.items.push(item);
            match scope {
                Scope::Initiative(initiative) => evidence.own.entry(*initiative).or_default().push(place),
                Scope::Program(named) => evidence.shared.push((place, named.clone())),
            }
        }
        evidence
    }

    /// All of it, in the order in which it was provided.
    pub fn all(&self) -> impl Iterator<Item = &Item> {
        self.items.iter()
    }

    /// What speaks for at least one of some initiatives, in the order in which it was provided.
    pub fn for_any<'e>(&'e self, initiatives: &[InitiativeId]) -> impl Iterator<Item = &'e Item> + use<'e> {
        let own = initiatives.iter().filter_map(|initiative| self.own.get(initiative)).flatten().copied();
        let speaks =
            |named: &[InitiativeId]| initiatives.iter().any(|one| named.is_empty() || named.contains(one));
        let shared = self.shared.iter().filter(|(_, named)| speaks(named));
        let mut places: Vec<usize> = own.chain(shared.map(|(place, _)| *place)).collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().map(|place| &self.items[place])
    }

    /// What speaks for one initiative alone.
    pub(super) fn own(&self, initiative: InitiativeId) -> impl Iterator<Item = &Item> {
        self.own.get(&initiative).into_iter().flatten().map(|place| &self.items[*place])
    }

    /// What speaks for the program.
    pub(super) fn shared(&self) -> impl Iterator<Item = &Item> {
        self.shared.iter().map(|(place, _)| &self.items[*place])
    }
}

impl Inquiry<'_> {
    /// The evidence of a program as known, whatever days it covers.
    pub fn evidence(&self, program: ProgramId) -> Arc<EvidenceOfProgram> {
        // It depends on these streams alone, and on no effective day.
        let Some(reach) = self.views.reach_of_evidence(program) else { return Arc::default() };
        let as_of = reach.widened(self.as_of).on(NaiveDate::MIN);
        self.analyses.evidence.get_or((program, reach.position, as_of), || {
            let held = self.views.evidence_of(program);
            Arc::new(EvidenceOfProgram::of(held.filter_map(|held| item(&held.state, program, &as_of))))
        })
    }
}

/// A piece of evidence as an assessment takes it, if it is one of that program.
fn item<'a>(evidence: &'a Evidence, program: ProgramId, as_of: &AsOf) -> Option<(Item, &'a Scope)> {
    let (_, provided) = evidence.provided(as_of)?;
    if provided.program != program {
        return None;
    }
    let state = match evidence.judgment(as_of) {
        _ if evidence.withdrawn(as_of).is_some() => EvidenceState::Withdrawn,
        Judgment::Awaited => EvidenceState::Provided,
        Judgment::Accepted(_) => EvidenceState::Accepted,
        Judgment::Refused(_) => EvidenceState::Refused,
    };
    let scope = match provided.scope {
        Scope::Initiative(_) => EvidenceScope::Initiative,
        Scope::Program(_) => EvidenceScope::Program,
    };
    let source = Source::Provided(evidence.id);
    let item = Item { source, practice: provided.practice, covers: provided.covers, state, scope };
    Some((item, &provided.scope))
}

#[cfg(test)]
mod tests {
    use cxl_domain::calendar::Period;
    use cxl_domain::id::EvidenceId;
    use cxl_domain::maturity::PracticeId;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn initiative(number: u8) -> InitiativeId {
        InitiativeId(Uuid::from_u128(number.into()))
    }

    fn scopes() -> impl Strategy<Value = Vec<Scope>> {
        let named = prop::collection::vec((0..5_u8).prop_map(initiative), 0..3);
        let scope = prop_oneof![
            (0..5_u8).prop_map(|number| Scope::Initiative(initiative(number))),
            named.prop_map(Scope::Program),
        ];
        prop::collection::vec(scope, 0..40)
    }

    fn item(number: usize) -> Item {
        Item {
            source: Source::Provided(EvidenceId(Uuid::from_u128(number as u128))),
            practice: PracticeId::R1,
            covers: Period::new("2024-01-01".parse().unwrap(), "2024-03-31".parse().unwrap()).unwrap(),
            state: EvidenceState::Accepted,
            scope: EvidenceScope::Initiative,
        }
    }

    proptest! {
        #[test]
        fn what_is_arranged_is_what_a_look_at_every_piece_finds(
            scopes in scopes(),
            lineage in prop::collection::vec((0..6_u8).prop_map(initiative), 0..4),
        ) {
            let every: Vec<(Item, &Scope)> = scopes.iter().enumerate().map(|(n, scope)| (item(n), scope)).collect();
            let found = |speaks: &dyn Fn(&Scope) -> bool| -> Vec<Item> {
                every.iter().filter(|(_, scope)| speaks(scope)).map(|(item, _)| *item).collect()
            };
            let arranged = EvidenceOfProgram::of(every.iter().copied());
            prop_assert_eq!(arranged.all().copied().collect::<Vec<_>>(), found(&|_| true));
            prop_assert_eq!(
                arranged.for_any(&lineage).copied().collect::<Vec<_>>(),
                found(&|scope| lineage.iter().any(|one| scope.counts_for(*one)))
            );
            prop_assert_eq!(
                arranged.own(initiative(1)).copied().collect::<Vec<_>>(),
                found(&|scope| *scope == Scope::Initiative(initiative(1)))
            );
            prop_assert_eq!(
                arranged.shared().copied().collect::<Vec<_>>(),
                found(&|scope| matches!(scope, Scope::Program(_)))
            );
        }
    }
}
