//! Every word with which the rules fill a sentence has a translation.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What stands before a word that goes into a sentence.
const BEFORE: [&str; 10] = [
    "noun: \"",
    "status: \"",
    "ended: \"",
    "judged: \"",
    "scope: \"",
    "rhythm: \"",
    "field: \"",
    "unknown(\"",
    "by_id(\"",
    "Fact of \"",
];

#[test]
fn every_word_that_the_rules_put_into_a_sentence_is_in_words_ftl() {
    let mut used = BTreeSet::new();
    for source in ["domain", "ledger", "graphql"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(source).join("src");
        collect(&folder, &mut used);
    }
    assert!(used.contains("initiative") && used.contains("due"), "the rules are read: {used:?}");
    for file in ["en/words.ftl", "vi/words.ftl"] {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
        let known: BTreeSet<_> =
            text.lines().filter_map(|line| line.split_once(" = ")).map(|(id, _)| id).collect();
        let missing: Vec<_> = used.iter().filter(|word| !known.contains(word.as_str())).collect();
        assert!(missing.is_empty(), "add {missing:?} to crates/words/{file}");
    }
}

fn collect(folder: &Path, used: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("the sources lie beside this crate") {
        let path = entry.expect("the folder is read").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("specs") || name.starts_with("tests") || name.starts_with("properties") {
            continue;
        }
        if path.is_dir() {
            collect(&path, used);
            continue;
        }
        let text = fs::read_to_string(&path).expect("a source is text");
        let rules = text.split("#[cfg(test)]").next().unwrap_or_default();
        for before in BEFORE {
            let words = rules.split(before).skip(1).filter_map(|rest| rest.split('"').next());
            used.extend(words.filter(|word| !word.is_empty()).map(|word| word.replace([' ', '_'], "-")));
        }
    }
}
