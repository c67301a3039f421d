//! What every [`Vault`] must do, as code that can be run against any of them.
//!
//! [`PROMISES`] lists them; the macro [`vault_conformance_tests!`](crate::vault_conformance_tests!) makes a test
//! of each. What needs a restart or a second process is tested beside the vault that has one.

use std::collections::HashSet;
use std::thread;

use uuid::Uuid;

use crate::vault::{CodeClaim, KeyId, Vault};

/// One promise: its name, and a check that panics if the vault breaks it.
#[derive(Debug, Clone, Copy)]
pub struct Promise {
    /// The promise as a sentence in snake case.
    pub name: &'static str,
    /// Runs the check on a vault that nobody has used yet.
    pub check: fn(&dyn Vault),
}

/// The one list of promises, handed to the macro `$then` together with `$with`.
#[doc(hidden)]
#[macro_export]
macro_rules! __every_vault_promise {
    ($then:path, $($with:tt)*) => {
        $then! {
            [$($with)*]
            every_draw_hands_out_another_key,
            threads_never_draw_the_same_key,
            a_drawn_key_is_found_by_its_id,
            a_key_that_was_never_drawn_is_absent,
            missing_names_exactly_the_absent_keys_in_order,
            drawing_leaves_the_epoch_alone,
            a_claimed_code_resolves_to_its_person,
            a_held_code_is_not_given_to_another,
            claiming_again_is_harmless,
            a_person_may_hold_several_codes,
            replacing_a_holder_moves_the_code,
            a_code_is_taken_only_from_the_holder_who_was_named,
            a_code_is_tied_only_to_a_key_of_the_vault,
            codes_are_compared_exactly,
            codes_that_are_held_are_counted,
        }
    };
}

macro_rules! table {
    ([] $($name:ident,)*) => {
        /// Every promise, in the order in which to read them.
        pub const PROMISES: &[Promise] = &[$(Promise { name: stringify!($name), check: $name }),*];
    };
}

__every_vault_promise!(table,);

/// Stamps one test for each promise.
///
/// `$open` is a function that answers an unused vault and whatever must outlive it:
/// `fn open() -> (KeysDb, TempDir)`.
#[macro_export]
macro_rules! vault_conformance_tests {
    ($open:path) => {
        $crate::__every_vault_promise!($crate::__vault_conformance_tests, $open);
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __vault_conformance_tests {
    ([$open:path] $($name:ident,)*) => {
        $(
            #[test]
            fn $name() {
                let (vault, _keep) = $open();
                $crate::vault_conformance::assert_held(stringify!($name), &vault);
            }
        )*
    };
}

/// Panics with the finding if the vault breaks the promise of this name. For tests.
#[doc(hidden)]
pub fn assert_held(name: &'static str, vault: &dyn Vault) {
    let promise = PROMISES.iter().find(|promise| promise.name == name);
    (promise.expect("tests and table are stamped from one list").check)(vault);
}

const ALICE: Uuid = Uuid::from_u128(0xa11ce);
const BOB: Uuid = Uuid::from_u128(0xb0b);
const CAROL: Uuid = Uuid::from_u128(0xca01);
const ABSENT: KeyId = KeyId::from_bytes([0xff; 16]);

/// More draws than any first batch holds give ids and keys without repetition.
fn every_draw_hands_out_another_key(vault: &dyn Vault) {
    let drawn: Vec<_> = (0..1_000).map(|_| draw(vault)).collect();
    let ids: HashSet<_> = drawn.iter().map(|(id, _)| *id).collect();
    let keys: HashSet<_> = drawn.iter().map(|(_, key)| *key).collect();
    assert_eq!((ids.len(), keys.len()), (1_000, 1_000));
}

/// Draws from several threads at once stay distinct.
fn threads_never_draw_the_same_key(vault: &dyn Vault) {
    let drawn: Vec<KeyId> = thread::scope(|scope| {
        let threads: Vec<_> =
            (0..4).map(|_| scope.spawn(|| (0..200).map(|_| draw(vault).0).collect::<Vec<_>>())).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("a drawing thread ended")).collect()
    });
    assert_eq!(drawn.iter().collect::<HashSet<_>>().len(), 800);
}

/// `key` gives the same bytes that `draw` gave.
fn a_drawn_key_is_found_by_its_id(vault: &dyn Vault) {
    for _ in 0..10 {
        let (id, key) = draw(vault);
        let found = vault.key(id).expect("the vault answers").expect("a drawn key is in the vault");
        assert_eq!(*found.expose(), key);
    }
}

/// An unknown id is a value, not an error.
fn a_key_that_was_never_drawn_is_absent(vault: &dyn Vault) {
    draw(vault);
    assert!(vault.key(ABSENT).expect("an absent key is no error").is_none());
}

/// The bulk check tells absent from present.
fn missing_names_exactly_the_absent_keys_in_order(vault: &dyn Vault) {
    let (first, _) = draw(vault);
    let (second, _) = draw(vault);
    let other = KeyId::from_bytes([0; 16]);
    let mut asked = vec![ABSENT, first, other, second, ABSENT];
    assert_eq!(vault.missing(&asked).expect("the vault answers"), [ABSENT, other, ABSENT]);
    // As many as a whole log uses, absent ones in between.
    let absent = |number: u16| KeyId::from_bytes(u128::from(number).to_be_bytes());
    asked.extend((1..=400).flat_map(|number| [draw(vault).0, absent(number)]));
    let expected: Vec<KeyId> = [ABSENT, other, ABSENT].into_iter().chain((1..=400).map(absent)).collect();
    assert_eq!(vault.missing(&asked).expect("the vault answers"), expected);
    assert_eq!(vault.missing(&[]).expect("the vault answers"), []);
}

/// New keys invalidate nothing that was opened before.
fn drawing_leaves_the_epoch_alone(vault: &dyn Vault) {
    let before = vault.epoch();
    for _ in 0..600 {
        draw(vault);
    }
    assert_eq!(vault.epoch(), before);
}

/// The index finds a person by code, and nobody by an unknown one.
fn a_claimed_code_resolves_to_its_person(vault: &dyn Vault) {
    assert_eq!(claim(vault, "E-100", ALICE), CodeClaim::Claimed);
    assert_eq!(resolve(vault, "E-100"), Some(ALICE));
    assert_eq!(resolve(vault, "E-101"), None);
}

/// The first claim stands, and the second is told who holds the code.
fn a_held_code_is_not_given_to_another(vault: &dyn Vault) {
    claim(vault, "E-100", ALICE);
    assert_eq!(claim(vault, "E-100", BOB), CodeClaim::Held(ALICE));
    assert_eq!(resolve(vault, "E-100"), Some(ALICE));
}

/// A repeated command may repeat its claim.
fn claiming_again_is_harmless(vault: &dyn Vault) {
    claim(vault, "E-100", ALICE);
    assert_eq!(claim(vault, "E-100", ALICE), CodeClaim::Claimed);
    assert_eq!(resolve(vault, "E-100"), Some(ALICE));
}

/// A corrected code does not take the old one away.
fn a_person_may_hold_several_codes(vault: &dyn Vault) {
    claim(vault, "E-100", ALICE);
    claim(vault, "E-200", ALICE);
    assert_eq!((resolve(vault, "E-100"), resolve(vault, "E-200")), (Some(ALICE), Some(ALICE)));
}

/// After a replacement the code belongs to the new person alone.
fn replacing_a_holder_moves_the_code(vault: &dyn Vault) {
    claim(vault, "E-100", ALICE);
    let (key, _) = draw(vault);
    assert_eq!(replace(vault, "E-100", ALICE, BOB, key), CodeClaim::Claimed);
    assert_eq!(resolve(vault, "E-100"), Some(BOB));
    assert_eq!(claim(vault, "E-100", ALICE), CodeClaim::Held(BOB));
}

/// Of two who saw the same holder one takes the code, and the other learns who has it now.
fn a_code_is_taken_only_from_the_holder_who_was_named(vault: &dyn Vault) {
    claim(vault, "E-100", ALICE);
    let (key, _) = draw(vault);
    assert_eq!(replace(vault, "E-100", ALICE, BOB, key), CodeClaim::Claimed);
    assert_eq!(replace(vault, "E-100", ALICE, CAROL, key), CodeClaim::Held(BOB));
    assert_eq!(replace(vault, "E-100", ALICE, BOB, key), CodeClaim::Claimed, "again");
    assert_eq!(resolve(vault, "E-100"), Some(BOB));
    assert_eq!(replace(vault, "E-200", ALICE, CAROL, key), CodeClaim::Claimed, "nobody holds it");
    assert_eq!(resolve(vault, "E-200"), Some(CAROL));
}

/// Otherwise nothing would take the code away when the person's keys go.
fn a_code_is_tied_only_to_a_key_of_the_vault(vault: &dyn Vault) {
    assert!(vault.claim_code("E-100", ALICE, ABSENT).is_err());
    assert!(vault.replace_code("E-100", BOB, ALICE, ABSENT).is_err());
    assert_eq!(resolve(vault, "E-100"), None);
}

/// The vault brings nothing into a normal form of its own.
fn codes_are_compared_exactly(vault: &dyn Vault) {
    claim(vault, "E-100", ALICE);
    assert_eq!(resolve(vault, "e-100"), None);
    assert_eq!(resolve(vault, "E-100 "), None);
}

/// A code is counted once, whoever holds it and however often it was claimed.
fn codes_that_are_held_are_counted(vault: &dyn Vault) {
    assert_eq!(vault.codes().expect("the vault answers"), 0);
    for (code, person) in [("E-100", ALICE), ("E-200", BOB), ("E-100", ALICE), ("E-100", BOB)] {
        claim(vault, code, person);
    }
    assert_eq!(vault.codes().expect("the vault answers"), 2);
}

fn draw(vault: &dyn Vault) -> (KeyId, [u8; 32]) {
    let (id, key) = vault.draw().expect("the vault draws");
    (id, *key.expose())
}

fn claim(vault: &dyn Vault, code: &str, person: Uuid) -> CodeClaim {
    let (key, _) = draw(vault);
    vault.claim_code(code, person, key).expect("the vault answers")
}

fn replace(vault: &dyn Vault, code: &str, holder: Uuid, person: Uuid, key: KeyId) -> CodeClaim {
    vault.replace_code(code, holder, person, key).expect("the vault answers")
}

fn resolve(vault: &dyn Vault, code: &str) -> Option<Uuid> {
    vault.resolve_code(code).expect("the vault answers")
}
