//! Gives this build a name by which it knows the checkpoints that it wrote itself.
//!
//! What a checkpoint holds, and what is folded from it, is up to the code of three crates and of what they
//! depend on. So the name is a hash over all of it; nobody has to remember to change a number.

#[path = "build/fingerprint.rs"]
mod fingerprint;

/// What determines how a checkpoint is written and read, from the folder of the crates.
const SOURCES: [&str; 4] = ["domain/src", "store/src", "ledger/src", "../Cargo.lock"];

fn main() -> std::io::Result<()> {
    fingerprint::set("CXL_FOLD_FINGERPRINT", &SOURCES)
}
