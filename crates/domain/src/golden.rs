//! The stored forms, pinned: for every wire name ever written a sample of its body, as it is before
//! its texts are sealed, and a JSON Schema, both in `schema/events/` at the top of the repository.
//!
//! A sample never changes once its wire name is released; a changed shape is a new version with a
//! sample of its own, and the files of the older one stay. That those still read is tested where they are
//! brought to the newest version, in `cxl-store`. `UPDATE=1 cargo test -p cxl-domain golden` writes the files anew.

mod samples;
mod schemas;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

pub(crate) use schemas::{DecimalText, Described, ZoneName, schema_of_body};

use crate::committee::CommitteeFact;
use crate::decision::DecisionFact;
use crate::event::{Event, Fact};
use crate::evidence::EvidenceFact;
use crate::initiative::InitiativeFact;
use crate::insight::InsightFact;
use crate::journey::JourneyFact;
use crate::meeting::MeetingFact;
use crate::metric::MetricFact;
use crate::organization::OrganizationFact;
use crate::pain_point::PainPointFact;
use crate::person::PersonFact;
use crate::program::ProgramFact;

/// The files of one wire name.
struct Golden {
    sample: String,
    schema: String,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../schema/events")
}

/// Every wire name with the files that it should have.
fn expected() -> BTreeMap<&'static str, Golden> {
    let mut files = BTreeMap::new();
    describe(&mut files, &samples::initiative());
    describe(&mut files, &samples::metric());
    describe(&mut files, &samples::evidence());
    describe(&mut files, &samples::person());
    describe(&mut files, &samples::program());
    describe(&mut files, &samples::committee());
    describe(&mut files, &samples::meeting());
    describe(&mut files, &samples::decision());
    describe(&mut files, &samples::journey());
    describe(&mut files, &samples::pain_point());
    describe(&mut files, &samples::insight());
    describe(&mut files, &samples::organization());
    files
}

fn describe<F: Fact + Described>(files: &mut BTreeMap<&'static str, Golden>, samples: &[Event<F>]) {
    let names: Vec<_> = samples.iter().map(|sample| sample.fact.wire_name()).collect();
    assert_eq!(names, F::WIRE_NAMES, "one sample for every fact of {}, in their order", F::KIND);
    for (sample, meaning) in samples.iter().zip(F::MEANINGS) {
        let wire_name = sample.fact.wire_name();
        let body = sample.to_body().unwrap();
        let schema = schemas::schema::<F>(wire_name, meaning);
        let sample = String::from_utf8(body).unwrap() + "\n";
        files.insert(wire_name, Golden { sample, schema });
    }
}

/// The files as they should be, by name.
fn files() -> BTreeMap<String, String> {
    let of_one = |(wire_name, golden): (&str, Golden)| {
        [(format!("{wire_name}.json"), golden.sample), (format!("{wire_name}.schema.json"), golden.schema)]
    };
    expected().into_iter().flat_map(of_one).collect()
}

#[test]
fn the_stored_form_of_every_fact_is_the_one_in_its_file() {
    if std::env::var_os("UPDATE").is_some_and(|update| update == "1") {
        fs::create_dir_all(folder()).unwrap();
        for (name, content) in files() {
            fs::write(folder().join(name), content).unwrap();
        }
    }
    for (name, content) in files() {
        let path = folder().join(&name);
        let held = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(held, content, "{name} is not current; UPDATE=1 cargo test -p cxl-domain golden");
    }
}

/// A file's name without the version in it, and the version.
fn versioned(file: &str) -> (String, u32) {
    let parts: Vec<_> = file.splitn(4, '.').collect();
    let [kind, fact, version, rest] = parts.as_slice() else { panic!("{file}") };
    let number = version.strip_prefix('v').and_then(|number| number.parse().ok()).expect(file);
    (format!("{kind}.{fact}.{rest}"), number)
}

#[test]
fn every_file_belongs_to_a_fact_or_to_an_older_version_of_one() {
    let files = files();
    let newest: BTreeMap<String, u32> = files.keys().map(|name| versioned(name)).collect();
    for entry in fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let (fact, version) = versioned(&name);
        let is_older = newest.get(&fact).is_some_and(|newest| version < *newest);
        assert!(is_older || files.contains_key(&name), "{name} belongs to no fact; remove it");
    }
}

fn reads_back<F: Fact + PartialEq>(samples: Vec<Event<F>>) {
    for sample in samples {
        let wire_name = sample.fact.wire_name();
        let held = fs::read_to_string(folder().join(format!("{wire_name}.json"))).unwrap();
        let read = Event::<F>::from_body(wire_name, held.as_bytes()).expect(wire_name);
        assert_eq!(read, sample, "{wire_name}");
        assert_eq!(read.to_body().unwrap(), held.trim_end().as_bytes(), "{wire_name}");
    }
}

#[test]
fn every_sample_reads_back_as_its_fact_and_is_written_byte_for_byte() {
    reads_back(samples::initiative());
    reads_back(samples::metric());
    reads_back(samples::evidence());
    reads_back(samples::person());
    reads_back(samples::program());
    reads_back(samples::committee());
    reads_back(samples::meeting());
    reads_back(samples::decision());
    reads_back(samples::journey());
    reads_back(samples::pain_point());
    reads_back(samples::insight());
    reads_back(samples::organization());
}

#[test]
fn a_wire_name_names_its_kind_its_fact_and_its_version() {
    fn check<F: Fact>() {
        for name in F::WIRE_NAMES {
            let parts: Vec<_> = name.split('.').collect();
            let [kind, fact, version] = parts.as_slice() else { panic!("{name}") };
            assert_eq!(*kind, F::KIND);
            assert!(fact.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{name}");
            assert!(version.strip_prefix('v').is_some_and(|v| v.parse::<u32>().is_ok()), "{name}");
        }
    }
    check::<InitiativeFact>();
    check::<MetricFact>();
    check::<EvidenceFact>();
    check::<PersonFact>();
    check::<ProgramFact>();
    check::<CommitteeFact>();
    check::<MeetingFact>();
    check::<DecisionFact>();
    check::<JourneyFact>();
    check::<PainPointFact>();
    check::<InsightFact>();
    check::<OrganizationFact>();
}

#[test]
fn a_body_with_a_field_that_its_version_does_not_have_is_refused() {
    fn refuses<F: Fact>(samples: Vec<Event<F>>) {
        for sample in samples {
            let wire_name = sample.fact.wire_name();
            let body = String::from_utf8(sample.to_body().unwrap()).unwrap();
            let inside = body.replacen("\"fact\":{", "\"fact\":{\"surprise\":1,", 1).replace(",}", "}");
            let beside = body.replacen('{', "{\"surprise\":1,", 1);
            for changed in [inside, beside] {
                assert!(Event::<F>::from_body(wire_name, changed.as_bytes()).is_err(), "{changed}");
            }
            assert!(Event::<F>::from_body("nothing.known.v1", body.as_bytes()).is_err());
        }
    }
    refuses(samples::initiative());
    refuses(samples::metric());
    refuses(samples::evidence());
    refuses(samples::person());
    refuses(samples::program());
    refuses(samples::committee());
    refuses(samples::meeting());
    refuses(samples::decision());
    refuses(samples::journey());
    refuses(samples::pain_point());
    refuses(samples::insight());
    refuses(samples::organization());
}
