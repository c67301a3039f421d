//! Files that may not be written: refused before anything is begun, with what to do.

#![cfg(unix)]

use std::fs::{self, File, Permissions};
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::files::contents;
use crate::server::{Server, command, folder, refusal};

/// A user id that owns nothing, by long habit.
const NOBODY: u32 = 65_534;

/// Somebody to whom permissions apply, and a ledger of theirs.
struct Somebody {
    home: TempDir,
    /// The program, where they may run it; only for the superuser, whom no permission keeps out.
    lent: Option<PathBuf>,
}

impl Somebody {
    fn with_a_ledger() -> Self {
        let home = folder();
        let data = home.path().join("data");
        Server::start(&data).stop();
        let somebody = Self { lent: permits_everything(home.path()).then(|| lend(home.path())), home };
        if somebody.lent.is_some() {
            for path in [somebody.home.path(), &data].into_iter().map(Path::to_owned).chain(files(&data)) {
                chown(&path, Some(NOBODY), None).unwrap();
            }
        }
        somebody
    }

    fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// What the program says when it refuses to serve the folder; nothing in it may change.
    #[track_caller]
    fn refused_to_serve(&self, data: &Path) -> String {
        let before = data.exists().then(|| contents(data));
        let mut serve = command(data, &["serve", "--listen", "127.0.0.1:0"]);
        if let Some(lent) = &self.lent {
            let mut as_nobody = std::process::Command::new(lent);
            as_nobody.args(serve.get_args()).env_clear().env("CX_LEDGER_DATA", data).uid(NOBODY);
            serve = as_nobody;
        }
        let error = refusal(serve.current_dir(self.home.path()));
        assert!(data.exists().then(|| contents(data)) == before, "the folder changed");
        error
    }
}

/// Whether this process may write what may not be written.
fn permits_everything(home: &Path) -> bool {
    let path = home.join("sealed");
    fs::write(&path, "").unwrap();
    set_mode(&path, 0o400);
    let opened = File::options().append(true).open(&path).is_ok();
    fs::remove_file(path).unwrap();
    opened
}

/// A copy of the program: the way to the original may be closed to others.
fn lend(home: &Path) -> PathBuf {
    let copy = home.join("cx-ledger");
    fs::copy(env!("CARGO_BIN_EXE_cx-ledger"), &copy).unwrap();
    set_mode(&copy, 0o755);
    copy
}

fn files(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

#[track_caller]
fn assert_says_what_to_do(error: &str, path: &Path) {
    assert!(error.contains("check the owner and permissions"), "{error}");
    assert!(error.contains(path.to_str().unwrap()), "{error}");
}

#[test]
fn a_folder_that_may_not_be_written_is_refused() {
    let somebody = Somebody::with_a_ledger();
    let data = somebody.data();
    set_mode(&data, 0o500);
    let error = somebody.refused_to_serve(&data);
    set_mode(&data, 0o700);
    assert_says_what_to_do(&error, &data);
}

#[test]
fn a_log_that_may_not_be_written_is_refused() {
    let somebody = Somebody::with_a_ledger();
    let log = somebody.data().join("ledger.db");
    set_mode(&log, 0o400);
    assert_says_what_to_do(&somebody.refused_to_serve(&somebody.data()), &log);
}

#[test]
fn a_vault_that_may_not_be_written_is_refused() {
    let somebody = Somebody::with_a_ledger();
    let keys = somebody.data().join("keys.db");
    set_mode(&keys, 0o400);
    assert_says_what_to_do(&somebody.refused_to_serve(&somebody.data()), &keys);
}

#[test]
fn a_folder_in_which_none_may_be_made_is_refused() {
    let somebody = Somebody::with_a_ledger();
    set_mode(somebody.home.path(), 0o500);
    let missing = somebody.home.path().join("another");
    let error = somebody.refused_to_serve(&missing);
    set_mode(somebody.home.path(), 0o700);
    assert!(error.contains("failed to make the folder") && error.contains("--data"), "{error}");
}
