//! How long processes have had a processor: what an answer costs, whoever else uses the machine.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::time::Duration;

/// What the kernel counts in, for programs: it is 100 a second on every Linux.
const TICK: Duration = Duration::from_millis(10);

/// The processor time of these processes and of all that they started and that run yet; none where the system
/// does not tell.
pub(crate) fn time_of(roots: &[u32]) -> Option<Duration> {
    let mut running = BTreeMap::new();
    for entry in fs::read_dir("/proc").ok()?.filter_map(Result::ok) {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        // One that has ended meanwhile is none of these.
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else { continue };
        running.insert(id, Process::read(&stat)?);
    }
    let mut family: BTreeSet<u32> = roots.iter().copied().collect();
    loop {
        let children = running.iter().filter(|(id, it)| family.contains(&it.parent) && !family.contains(id));
        let children: Vec<u32> = children.map(|(id, _)| *id).collect();
        if children.is_empty() {
            break;
        }
        family.extend(children);
    }
    let ticks: u32 = family.iter().filter_map(|id| running.get(id)).map(|process| process.ticks).sum();
    Some(TICK * ticks)
}

struct Process {
    parent: u32,
    ticks: u32,
}

impl Process {
    /// Reads a line of `/proc/ID/stat`: after the name in brackets come state, parent, and as the twelfth and
    /// thirteenth the time in the program and in the kernel.
    fn read(stat: &str) -> Option<Self> {
        let (_, behind_name) = stat.rsplit_once(')')?;
        let fields: Vec<&str> = behind_name.split_whitespace().collect();
        let number = |at: usize| fields.get(at)?.parse::<u32>().ok();
        Some(Self { parent: number(1)?, ticks: number(11)? + number(12)? })
    }
}
