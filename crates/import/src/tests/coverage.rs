//! Everything that can be recorded has a file, or a reason why it has none.

use std::collections::BTreeSet;

use cxl_domain::committee::CommitteeFact;
use cxl_domain::decision::DecisionFact;
use cxl_domain::event::Fact;
use cxl_domain::evidence::EvidenceFact;
use cxl_domain::initiative::InitiativeFact;
use cxl_domain::insight::InsightFact;
use cxl_domain::journey::JourneyFact;
use cxl_domain::meeting::MeetingFact;
use cxl_domain::metric::MetricFact;
use cxl_domain::organization::OrganizationFact;
use cxl_domain::pain_point::PainPointFact;
use cxl_domain::person::PersonFact;
use cxl_domain::program::ProgramFact;
use cxl_store::upcast::UPCASTERS;

use super::super::form::{ELSEWHERE, FILES, MENDING};
use super::*;

impl World {
    /// Imports one of the folders beside this file.
    async fn takes(&self, folder: &str) -> Report {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests").join(folder);
        let (report, told) = import(&self.ledger, &here, &["--dry-run"]).await.unwrap();
        assert_eq!(rejected(&report), [""; 0], "{told}");
        // Copied, so that nothing is ever written beside the files.
        for entry in fs::read_dir(here).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, self.folder.path().join(path.file_name().unwrap())).unwrap();
        }
        self.imports().await
    }

    async fn recorded(&self) -> BTreeSet<String> {
        let log = self.ledger.store().read_all(0, 10_000).await.unwrap();
        log.iter().map(|recorded| recorded.type_name.to_string()).collect()
    }
}

/// The names under which the facts of every kind of thing are stored.
fn facts() -> BTreeSet<&'static str> {
    let kinds = [
        CommitteeFact::WIRE_NAMES,
        DecisionFact::WIRE_NAMES,
        EvidenceFact::WIRE_NAMES,
        InitiativeFact::WIRE_NAMES,
        InsightFact::WIRE_NAMES,
        JourneyFact::WIRE_NAMES,
        MeetingFact::WIRE_NAMES,
        MetricFact::WIRE_NAMES,
        OrganizationFact::WIRE_NAMES,
        PainPointFact::WIRE_NAMES,
        PersonFact::WIRE_NAMES,
        ProgramFact::WIRE_NAMES,
    ];
    kinds.concat().into_iter().collect()
}

#[test]
fn every_stored_event_is_one_of_these_facts() {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema/events");
    let names = fs::read_dir(schemas).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let stored: BTreeSet<String> =
        names.filter_map(|name| Some(name.strip_suffix(".schema.json")?.to_owned())).collect();
    // What an older release stored is no longer recorded.
    let older = UPCASTERS.iter().map(|step| step.from);
    let known: BTreeSet<String> = facts().into_iter().chain(older).map(str::to_owned).collect();
    let missing: Vec<_> = stored.difference(&known).collect();
    assert!(missing.is_empty(), "add the kind of these facts to facts(): {missing:?}");
}

#[test]
fn every_file_of_the_form_stands_in_the_folder_of_everything() {
    for form in FILES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/everything").join(form.name);
        assert!(path.exists(), "add a row or more of {} to tests/everything", form.name);
    }
}

#[tokio::test]
async fn everything_that_can_be_recorded_is_imported_or_says_why_not() {
    let world = World::new().await;
    let before = world.recorded().await;
    world.takes("everything").await;
    world.takes("later").await;
    let recorded = world.recorded().await;
    let excused: BTreeSet<&str> = ELSEWHERE.iter().flat_map(|(facts, _)| facts.iter().copied()).collect();
    let mends = |fact: &str| MENDING.iter().any(|ending| fact.ends_with(ending));
    let missing: Vec<_> = facts()
        .into_iter()
        .filter(|fact| !recorded.contains(*fact) && !excused.contains(fact) && !mends(fact))
        .collect();
    assert!(missing.is_empty(), "import these, with a row in tests/everything, or say why not: {missing:#?}");
    let needless: Vec<_> = recorded.difference(&before).filter(|fact| excused.contains(&***fact)).collect();
    assert!(needless.is_empty(), "these are imported after all: {needless:?}");
}

#[tokio::test]
async fn everything_imported_again_records_nothing() {
    let world = World::new().await;
    world.takes("everything").await;
    assert_eq!(world.imports().await.events(), 0);
}
