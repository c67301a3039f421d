//! The key vault on disk: what every vault promises, and what only restarts and damaged files show.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use cxl_sqlite::keys::{APPLICATION_ID, FORMAT, KeyFiles, KeysDb, KeysError, Refill};
use cxl_store::{CodeClaim, Entropy, KeyId, SeededEntropy, Vault, VaultError, seal};
use rusqlite::Connection;
use tempfile::TempDir;
use uuid::Uuid;

const LEDGER: Uuid = Uuid::from_u128(0x001e_d9e2);
const ALICE: Uuid = Uuid::from_u128(0xa11ce);
const BOB: Uuid = Uuid::from_u128(0xb0b);

fn seeded(number: u64) -> Box<dyn Entropy + Send> {
    Box::new(SeededEntropy::numbered(number))
}

fn folder() -> (TempDir, KeyFiles) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let files = KeyFiles::in_dir(folder.path());
    (folder, files)
}

fn create(files: &KeyFiles) -> KeysDb {
    KeysDb::create(files, LEDGER, seeded(1), Refill::Foreground).expect("a new vault")
}

fn open(files: &KeyFiles, seed: u64) -> Result<KeysDb, KeysError> {
    KeysDb::open(files, LEDGER, seeded(seed), Refill::Foreground)
}

fn ids(vault: &KeysDb, count: usize) -> Vec<KeyId> {
    (0..count).map(|_| vault.draw().expect("a key").0).collect()
}

mod foreground {
    use super::{KeysDb, TempDir, create, folder};

    fn unused() -> (KeysDb, TempDir) {
        let (folder, files) = folder();
        (create(&files), folder)
    }

    cxl_store::vault_conformance_tests!(unused);
}

mod background {
    use super::{KeysDb, LEDGER, Refill, TempDir, folder, seeded};

    fn unused() -> (KeysDb, TempDir) {
        let (folder, files) = folder();
        let vault = KeysDb::create(&files, LEDGER, seeded(1), Refill::Background).expect("a new vault");
        (vault, folder)
    }

    cxl_store::vault_conformance_tests!(unused);
}

#[test]
fn keys_and_codes_outlive_a_restart() {
    let (_folder, files) = folder();
    let vault = create(&files);
    let (id, key) = vault.draw().unwrap();
    vault.claim_code("E-100", ALICE, id).unwrap();
    drop(vault);

    let vault = open(&files, 2).unwrap();
    assert_eq!(vault.key(id).unwrap(), Some(key));
    assert_eq!(vault.resolve_code("E-100").unwrap(), Some(ALICE));
    assert_eq!(vault.claim_code("E-100", BOB, id).unwrap(), CodeClaim::Held(ALICE));
}

#[test]
fn a_drawn_key_is_on_the_disk_before_it_is_handed_out() {
    let (_folder, files) = folder();
    let vault = create(&files);
    // Another connection sees only what was committed.
    let stored = Connection::open(&files.keys).unwrap();
    for _ in 0..600 {
        let (id, _) = vault.draw().unwrap();
        let found = stored.query_row("SELECT 1 FROM data_keys WHERE id = ?", [id.as_bytes()], |_| Ok(()));
        assert_eq!(found, Ok(()), "{id}");
    }
}

#[test]
fn a_restart_never_hands_out_what_an_earlier_process_made() {
    let (_folder, files) = folder();
    let mut drawn = HashSet::new();
    let mut made = HashSet::new();
    for restart in 0..5 {
        let vault = if restart == 0 { create(&files) } else { open(&files, restart + 1).unwrap() };
        for id in ids(&vault, 300) {
            assert!(!made.contains(&id), "{id} was left over by an earlier process");
            assert!(drawn.insert(id), "{id} was handed out twice");
        }
        drop(vault);
        made.extend(stored_ids(&files.keys));
    }
    assert!(made.is_superset(&drawn) && made.len() > drawn.len());
}

#[test]
fn even_randomness_that_repeats_itself_gives_no_key_twice() {
    let (_folder, files) = folder();
    let first: HashSet<KeyId> = ids(&create(&files), 300).into_iter().collect();
    for _ in 0..2 {
        let again = ids(&open(&files, 1).unwrap(), 300);
        assert!(again.iter().all(|id| !first.contains(id)));
    }
}

#[test]
fn a_process_that_draws_nothing_leaves_the_file_as_it_was() {
    let (_folder, files) = folder();
    let id = ids(&create(&files), 1)[0];
    let before = fs::read(&files.keys).unwrap();
    let vault = KeysDb::open(&files, LEDGER, seeded(2), Refill::Background).unwrap();
    assert!(vault.key(id).unwrap().is_some());
    drop(vault);
    assert_eq!(fs::read(&files.keys).unwrap(), before);
}

#[test]
fn two_processes_on_one_vault_never_share_a_key() {
    let (_folder, files) = folder();
    let one = create(&files);
    let other = open(&files, 2).unwrap();
    let mut drawn = HashSet::new();
    for _ in 0..300 {
        assert!(drawn.insert(ids(&one, 1)[0]) && drawn.insert(ids(&other, 1)[0]));
    }
}

#[test]
fn the_same_seed_and_calls_draw_the_same_keys() {
    let drawn: Vec<_> = (0..2)
        .map(|_| {
            let (_folder, files) = folder();
            let vault = create(&files);
            let (key, _) = vault.draw().unwrap();
            vault.claim_code("E-100", ALICE, key).unwrap();
            ids(&vault, 1_000)
        })
        .collect();
    assert_eq!(drawn[0], drawn[1]);
}

#[test]
fn the_settings_that_erasure_rests_on_are_read_back() {
    let (_folder, files) = folder();
    let vault = create(&files);
    let (key, _) = vault.draw().unwrap();
    vault.claim_code("E-100", ALICE, key).unwrap();
    let settings = vault.settings().unwrap();
    assert_eq!((settings.journal_mode.as_str(), settings.synchronous), ("truncate", 2));
    assert!(settings.secure_delete);
    assert_eq!((settings.format, settings.ledger, settings.epoch), (FORMAT, LEDGER, 0));
    assert_eq!((settings.keys, settings.codes), (256, 1));
}

#[test]
fn nothing_that_was_sealed_stands_in_the_vault_in_clear() {
    let (folder, files) = folder();
    let vault = create(&files);
    let (id, key) = vault.draw().unwrap();
    vault.claim_code("NGUYEN.NGOC-ANH", ALICE, id).unwrap();
    let body = br#"{"name":{"$text":"Nguyen Ngoc Anh"}}"#;
    let sealed = seal::seal_body(body, ALICE, &(id, key.clone()), &mut *seeded(3)).unwrap();
    drop(vault);
    let stored: Vec<u8> = fs::read_dir(folder.path())
        .unwrap()
        .flat_map(|file| fs::read(file.unwrap().path()).unwrap())
        .collect();
    for secret in [&b"NGUYEN"[..], b"Nguyen", b"Ngoc", key.expose()] {
        let stands_in = |bytes: &[u8]| bytes.windows(secret.len()).any(|window| window == secret);
        assert!(!stands_in(&stored) && !stands_in(&sealed), "{secret:?}");
    }
}

#[test]
fn a_code_is_gone_with_the_key_it_is_tied_to() {
    let (_folder, files) = folder();
    let vault = create(&files);
    let [mine, other] = ids(&vault, 2)[..] else { panic!("two keys were drawn") };
    vault.claim_code("E-100", ALICE, mine).unwrap();
    vault.claim_code("E-200", BOB, other).unwrap();
    drop(vault);

    let stored = Connection::open(&files.keys).unwrap();
    stored.pragma_update(None, "foreign_keys", true).unwrap();
    stored.execute("DELETE FROM data_keys WHERE id = ?", [mine.as_bytes()]).unwrap();

    let vault = open(&files, 2).unwrap();
    assert_eq!(vault.key(mine).unwrap(), None);
    assert_eq!(vault.resolve_code("E-100").unwrap(), None);
    assert_eq!(vault.resolve_code("E-200").unwrap(), Some(BOB));
}

#[test]
fn an_altered_row_is_told_from_an_absent_one() {
    let (_folder, files) = folder();
    let vault = create(&files);
    let [id, other] = ids(&vault, 2)[..] else { panic!("two keys were drawn") };
    vault.claim_code("E-100", ALICE, id).unwrap();
    drop(vault);

    let alter = |sql: &str| Connection::open(&files.keys).unwrap().execute_batch(sql).unwrap();
    alter(&format!("UPDATE codes SET person = x'{}'", BOB.simple()));
    let refused = open(&files, 2).unwrap().resolve_code("E-100");
    assert!(matches!(refused, Err(VaultError::Altered { key, .. }) if key == id));

    alter(&format!(
        "UPDATE data_keys SET wrapped = (SELECT wrapped FROM data_keys WHERE id = x'{other}') WHERE id = x'{id}'"
    ));
    let vault = open(&files, 2).unwrap();
    let told = vault.key(id).unwrap_err().to_string();
    assert!(told.contains(&id.to_string()) && told.contains(&files.keys.display().to_string()), "{told}");
    assert!(vault.key(other).unwrap().is_some());
}

#[test]
fn a_vault_without_its_kek_names_the_file_to_put_back() {
    let (_folder, files) = folder();
    create(&files);
    fs::remove_file(&files.kek).unwrap();
    let refused = open(&files, 2).unwrap_err();
    assert!(matches!(refused, KeysError::KekMissing { .. }));
    assert!(names(&refused, &files.kek) && names(&refused, &files.keys), "{refused}");
}

#[test]
fn a_vault_with_another_kek_names_the_file_to_put_back() {
    let (_folder, files) = folder();
    create(&files);
    let digits = "00".repeat(32);
    fs::write(&files.kek, &digits).unwrap();
    let refused = open(&files, 2).unwrap_err();
    assert!(matches!(refused, KeysError::WrongKek { .. }));
    assert!(names(&refused, &files.kek) && names(&refused, &files.keys), "{refused}");
    assert!(!refused.to_string().contains(&digits));
}

#[test]
fn a_kek_file_with_anything_else_in_it_is_refused() {
    let (_folder, files) = folder();
    create(&files);
    for content in [&b""[..], b"00", &[0xff; 64], "g".repeat(64).as_bytes(), "00".repeat(33).as_bytes()] {
        fs::write(&files.kek, content).unwrap();
        let refused = open(&files, 2).unwrap_err();
        assert!(
            matches!(refused, KeysError::KekMalformed { .. }) && names(&refused, &files.kek),
            "{refused}"
        );
    }
}

#[cfg(unix)]
#[test]
fn the_secret_files_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;

    let (_folder, files) = folder();
    let id = ids(&create(&files), 1)[0];
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&files.kek), mode(&files.keys)), (0o600, 0o600));

    for exposed in [0o640, 0o604, 0o620] {
        fs::set_permissions(&files.kek, fs::Permissions::from_mode(exposed)).unwrap();
        let refused = open(&files, 2).unwrap_err();
        assert!(matches!(refused, KeysError::KekExposed { mode, .. } if mode == exposed), "{refused}");
        assert!(names(&refused, &files.kek) && refused.to_string().contains("chmod 600"), "{refused}");
    }
    fs::set_permissions(&files.kek, fs::Permissions::from_mode(0o600)).unwrap();
    assert!(open(&files, 2).unwrap().key(id).unwrap().is_some());
}

#[test]
fn the_vault_of_another_ledger_is_refused_by_name() {
    let (_folder, files) = folder();
    create(&files);
    let other = Uuid::from_u128(0x07e4);
    let refused = KeysDb::open(&files, other, seeded(2), Refill::Foreground).unwrap_err();
    assert!(
        matches!(refused, KeysError::Foreign { expected, found, .. } if expected == other && found == LEDGER)
    );
    let told = refused.to_string();
    assert!(told.contains(&LEDGER.to_string()) && told.contains(&other.to_string()), "{told}");
    assert!(names(&refused, &files.keys), "{told}");
}

#[test]
fn a_vault_that_is_not_there_is_asked_back() {
    let (folder, files) = folder();
    let refused = open(&files, 2).unwrap_err();
    assert!(matches!(refused, KeysError::Missing { .. }) && names(&refused, &files.keys), "{refused}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn what_is_not_a_vault_is_refused_and_left_as_it_was() {
    let (folder, files) = folder();
    create(&files);
    let not_ours = |write: &dyn Fn(&Path)| {
        fs::remove_file(&files.keys).unwrap();
        write(&files.keys);
        let before = fs::read(&files.keys).unwrap();
        let refused = open(&files, 2).unwrap_err();
        assert!(matches!(refused, KeysError::NotAVault { .. }) && names(&refused, &files.keys), "{refused}");
        assert!(matches!(
            KeysDb::create(&files, LEDGER, seeded(2), Refill::Foreground),
            Err(KeysError::Exists { .. })
        ));
        assert_eq!(fs::read(&files.keys).unwrap(), before);
    };
    not_ours(&|path| fs::write(path, "").unwrap());
    not_ours(&|path| fs::write(path, "period,value\n".repeat(1_000)).unwrap());
    not_ours(&|path| {
        let foreign = Connection::open(path).unwrap();
        foreign.execute_batch("PRAGMA application_id = 7; CREATE TABLE vault (only INTEGER)").unwrap();
    });

    let folder = KeyFiles { keys: folder.path().to_owned(), ..files };
    assert!(matches!(open(&folder, 2), Err(KeysError::NotAVault { .. })));
}

#[test]
fn a_vault_of_a_newer_format_is_refused_and_left_as_it_was() {
    let (_folder, files) = folder();
    create(&files);
    Connection::open(&files.keys).unwrap().pragma_update(None, "user_version", FORMAT + 1).unwrap();
    let before = fs::read(&files.keys).unwrap();
    let refused = open(&files, 2).unwrap_err();
    assert!(
        matches!(refused, KeysError::Newer { found, known, .. } if (found, known) == (FORMAT + 1, FORMAT))
    );
    assert!(names(&refused, &files.keys), "{refused}");
    assert_eq!(fs::read(&files.keys).unwrap(), before);
}

#[test]
fn a_vault_is_never_replaced() {
    let (_folder, files) = folder();
    let id = ids(&create(&files), 1)[0];
    let refused = KeysDb::create(&files, LEDGER, seeded(2), Refill::Foreground);
    assert!(matches!(refused, Err(KeysError::Exists { .. })));
    let vault = KeysDb::open_or_create(&files, LEDGER, seeded(3), Refill::Foreground).unwrap();
    assert!(vault.key(id).unwrap().is_some());
}

#[test]
fn a_crash_while_the_vault_was_made_is_mended_by_making_it_again() {
    let (folder, files) = folder();
    for draft in ["kek.new", "keys.db.new"] {
        fs::write(folder.path().join(draft), "half a fi").unwrap();
    }
    let vault = KeysDb::open_or_create(&files, LEDGER, seeded(1), Refill::Foreground).unwrap();
    let (id, key) = vault.draw().unwrap();
    drop(vault);
    let left: HashSet<_> =
        fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert!(!left.contains("kek.new".as_ref() as &std::ffi::OsStr), "{left:?}");

    // The KEK was made, the vault was not: the KEK serves the next attempt.
    fs::remove_file(&files.keys).unwrap();
    let kek = fs::read(&files.kek).unwrap();
    let vault = KeysDb::open_or_create(&files, LEDGER, seeded(9), Refill::Foreground).unwrap();
    assert_eq!(fs::read(&files.kek).unwrap(), kek);
    assert_eq!(vault.key(id).unwrap(), None);
    assert_ne!(vault.draw().unwrap().1, key);
}

#[test]
fn the_file_says_what_it_is() {
    let (_folder, files) = folder();
    create(&files);
    let stored = Connection::open(&files.keys).unwrap();
    let pragma = |name| stored.pragma_query_value(None, name, |row| row.get::<_, u32>(0)).unwrap();
    assert_eq!((pragma("application_id"), pragma("user_version")), (APPLICATION_ID, FORMAT));
}

fn names(refused: &KeysError, path: &Path) -> bool {
    refused.to_string().contains(&path.display().to_string())
}

fn stored_ids(keys: &Path) -> HashSet<KeyId> {
    let stored = Connection::open(keys).expect("the vault as SQLite sees it");
    let mut query = stored.prepare("SELECT id FROM data_keys").expect("the table of keys");
    let ids = query.query_map([], |row| Ok(KeyId::from_bytes(row.get(0)?))).expect("its rows");
    ids.map(|id| id.expect("a key id")).collect()
}

#[test]
fn a_change_that_was_cut_short_is_undone_by_the_next_opening() {
    let (_folder, files) = folder();
    let drawn = ids(&create(&files), 300);
    // A process ends in the middle of a change, its pages half in the file.
    let changing = Connection::open(&files.keys).unwrap();
    changing.execute_batch("PRAGMA journal_mode = TRUNCATE; PRAGMA cache_size = 1; BEGIN").unwrap();
    changing.execute_batch("UPDATE data_keys SET wrapped = zeroblob(length(wrapped))").unwrap();
    let (left, behind) = folder();
    for name in ["keys.db", "keys.db-journal", "kek"] {
        fs::copy(files.keys.with_file_name(name), left.path().join(name)).unwrap();
    }
    assert!(fs::metadata(left.path().join("keys.db-journal")).unwrap().len() > 0, "the change has begun");

    let vault = open(&behind, 2).unwrap();
    assert_eq!(vault.missing(&drawn).unwrap(), Vec::new());
    assert!(drawn.iter().all(|id| vault.key(*id).unwrap().is_some()), "every key still opens");
}

mod adopting {
    use cxl_sqlite::keys::Adopted;

    use super::*;

    fn with_codes(files: &KeyFiles) -> (KeysDb, Vec<KeyId>) {
        let vault = create(files);
        let drawn = ids(&vault, 5_000);
        vault.claim_code("E-100", ALICE, drawn[0]).expect("a code that nobody holds");
        vault.claim_code("E-200", BOB, drawn[1]).expect("a code that nobody holds");
        (vault, drawn)
    }

    #[test]
    fn a_vault_opens_what_it_took_over_under_a_kek_of_its_own() {
        let ((_one, from), (_other, to)) = (folder(), folder());
        let (source, drawn) = with_codes(&from);
        let stored = source.settings().unwrap().keys;
        let vault = KeysDb::create(&to, LEDGER, seeded(7), Refill::Foreground).unwrap();
        let adopted = vault.adopt(&source, |_| ()).unwrap();
        assert_eq!(adopted, Adopted { keys: stored, new_keys: stored, codes: 2, held: 0 });
        assert_ne!(fs::read(&from.kek).unwrap(), fs::read(&to.kek).unwrap());
        drop(vault);

        let vault = open(&to, 8).unwrap();
        for id in &drawn {
            assert_eq!(vault.key(*id).unwrap(), source.key(*id).unwrap());
        }
        assert_eq!(vault.resolve_code("E-100").unwrap(), Some(ALICE));
        assert_eq!(vault.resolve_code("E-200").unwrap(), Some(BOB));
    }

    #[test]
    fn taking_over_again_adds_what_is_new_and_leaves_what_stands() {
        let ((_one, from), (_other, to)) = (folder(), folder());
        let (source, _) = with_codes(&from);
        let vault = KeysDb::create(&to, LEDGER, seeded(7), Refill::Foreground).unwrap();
        let own = ids(&vault, 1)[0];
        vault.claim_code("E-200", ALICE, own).unwrap();
        let first = vault.adopt(&source, |_| ()).unwrap();
        assert_eq!((first.codes, first.held), (1, 1));
        assert_eq!(vault.resolve_code("E-200").unwrap(), Some(ALICE), "whoever holds a code keeps it");
        assert_eq!(vault.adopt(&source, |_| ()).unwrap(), Adopted { new_keys: 0, ..first });
        assert!(vault.key(own).unwrap().is_some());
    }

    #[test]
    fn what_was_taken_over_is_never_handed_out() {
        let ((_one, from), (_other, to)) = (folder(), folder());
        let (source, _) = with_codes(&from);
        let before = stored_ids(&from.keys);
        let vault = KeysDb::create(&to, LEDGER, seeded(7), Refill::Foreground).unwrap();
        vault.adopt(&source, |_| ()).unwrap();
        assert!(ids(&vault, 300).iter().all(|id| !before.contains(id)));
    }

    #[test]
    fn an_id_that_stands_for_another_key_is_refused() {
        let ((_one, from), (_other, to)) = (folder(), folder());
        let source = KeysDb::create(&from, LEDGER, seeded(1), Refill::Foreground).unwrap();
        let id = ids(&source, 1)[0];
        let vault = KeysDb::create(&to, LEDGER, seeded(2), Refill::Foreground).unwrap();
        let other = ids(&vault, 1)[0];
        let stored = Connection::open(&to.keys).unwrap();
        stored
            .execute("UPDATE data_keys SET id = ? WHERE id = ?", [id.as_bytes(), other.as_bytes()])
            .unwrap();
        assert!(matches!(vault.adopt(&source, |_| ()), Err(VaultError::Altered { .. })));
    }

    #[test]
    fn a_vault_says_without_its_kek_whose_keys_it_holds() {
        let (_folder, files) = folder();
        drop(create(&files));
        fs::remove_file(&files.kek).unwrap();
        assert_eq!(KeysDb::ledger_of(&files.keys).unwrap(), LEDGER);
    }
}

#[test]
fn after_a_write_that_left_the_disk_in_doubt_nothing_more_is_written() {
    let (_folder, files) = folder();
    let vault = create(&files);
    let known = ids(&vault, 256)[0];
    let alter = |sql: &str| Connection::open(&files.keys).unwrap().execute_batch(sql).unwrap();
    alter("CREATE TRIGGER failing BEFORE INSERT ON data_keys BEGIN SELECT RAISE(ABORT, 'no'); END");
    assert!(matches!(vault.draw(), Err(VaultError::Store(_))));
    alter("DROP TRIGGER failing");
    assert!(matches!(vault.draw(), Err(VaultError::Stopped)));
    assert!(matches!(vault.claim_code("E-100", ALICE, known), Err(VaultError::Stopped)));
    assert!(vault.key(known).unwrap().is_some(), "what is on the disk is read");
    drop(vault);
    ids(&open(&files, 2).unwrap(), 1);
}
