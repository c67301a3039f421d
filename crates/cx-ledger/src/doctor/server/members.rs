//! Who leads the cluster that keeps a log, and who belongs to it, as its hosts tell.

use cxl_kurrent::{Looked, Member};

use super::super::checks::Check;
use crate::finding::Finding;

/// What a host says of its cluster.
struct Told<'a> {
    host: &'a str,
    members: &'a [Member],
}

impl<'a> Told<'a> {
    /// What each host says that says anything.
    fn by(looked: &'a [Looked]) -> Vec<Self> {
        let told = looked.iter().filter_map(|Looked { host, shown }| {
            let members = shown.as_ref().ok()?.members.as_deref()?;
            Some(Self { host, members })
        });
        told.collect()
    }

    /// Who leads; nobody during an election.
    fn leaders(&self) -> Vec<&'a str> {
        self.members.iter().filter(|member| member.leads()).map(|member| member.host.as_str()).collect()
    }
}

/// The node that leads, if every host that tells names the same one.
pub(super) fn leader(looked: &[Looked]) -> Option<&str> {
    let told = Told::by(looked);
    let [leader] = told.first()?.leaders()[..] else { return None };
    told.iter().all(|told| told.leaders() == [leader]).then_some(leader)
}

/// The members of the cluster, as the first host tells them that tells any.
pub(super) fn members(looked: &[Looked]) -> &[Member] {
    Told::by(looked).first().map(|told| told.members).unwrap_or_default()
}

/// Whether every host names the same leader, and whether the other members follow it.
pub(super) fn of_cluster(looked: &[Looked]) -> Vec<Check> {
    const NAME: &str = "leader";
    let told = Told::by(looked);
    if told.is_empty() {
        let is_reached = looked.iter().any(|looked| looked.shown.is_ok());
        let nobody = "no host tells to whoever asks who leads: see the server's own pages";
        return is_reached.then(|| Check::ok(NAME, nobody)).into_iter().collect();
    }
    if let Some(none) = told.iter().find(|told| told.leaders().is_empty()) {
        let message = format!(
            "{} says that nobody leads, so nothing can be recorded: an election is over in a moment; if it is not, see that \
             more than half of the {} members run and reach each other",
            none.host,
            none.members.len()
        );
        return vec![Check::not(NAME, Finding::new("no-leader", message))];
    }
    let Some(leader) = leader(looked) else {
        let said = told.iter().map(|told| format!("{} says {}", told.host, told.leaders().join(" and ")));
        let said = said.collect::<Vec<_>>().join(", ");
        let message = format!(
            "asked who leads, {said}: an election is over in a moment; if they do not come to agree, see that the members \
             reach each other"
        );
        return vec![Check::not(NAME, Finding::new("leaders-differ", message))];
    };
    let led = match members(looked).len() {
        1 => format!("{leader}, which stands alone"),
        members => format!("{leader} leads {members} members"),
    };
    let mut checks = vec![Check::ok(NAME, led)];
    checks.extend(of_others(&told));
    checks
}

/// The members that neither lead nor follow, each once.
fn of_others(told: &[Told<'_>]) -> Vec<Check> {
    let mut others: Vec<&Member> = told.iter().flat_map(|told| told.members).collect();
    others.retain(|member| !member.is_settled());
    others.sort_unstable_by_key(|member| member.host.as_str());
    others.dedup_by_key(|member| member.host.as_str());
    let judged = others.into_iter().map(|Member { host, state, is_alive }| {
        let message = if *is_alive {
            format!("{host} is a member that does not follow yet ({state}): if it stays so, see its own log")
        } else {
            format!(
                "{host} is a member that the others do not hear of: start it, or take it out of the cluster"
            )
        };
        Check::not("member", Finding::new("member-away", message))
    });
    judged.collect()
}

#[cfg(test)]
mod tests {
    use cxl_kurrent::Shown;

    use super::*;

    /// A host, and what it says that each member does; a dead one has no state.
    fn says(host: &str, members: &[(&str, &str)]) -> Looked {
        let members = members.iter().map(|(host, state)| Member {
            host: (*host).to_owned(),
            state: (*state).to_owned(),
            is_alive: !state.is_empty(),
        });
        let shown = Shown { members: Some(members.collect()), ..Shown::default() };
        Looked { host: host.into(), shown: Ok(shown) }
    }

    fn told(looked: &[Looked]) -> Vec<(Option<&'static str>, String)> {
        let checks = of_cluster(looked);
        checks.iter().map(|check| (check.finding().map(|finding| finding.code), check.line())).collect()
    }

    const SOUND: [(&str, &str); 3] = [("n1", "Leader"), ("n2", "Follower"), ("n3", "ReadOnlyReplica")];

    #[test]
    fn who_leads_is_told_where_all_agree() {
        let looked = [says("n1", &SOUND), says("n2", &SOUND)];
        assert_eq!(leader(&looked), Some("n1"));
        let alone = [says("db", &[("db", "Leader")])];
        for (looked, line) in [(&looked[..], "n1 leads 3 members"), (&alone[..], "db, which stands alone")] {
            let told = told(looked);
            assert!(told.len() == 1 && told[0].0.is_none() && told[0].1.contains(line), "{told:?}");
        }
    }

    #[test]
    fn nobody_who_leads_and_two_who_do_are_findings() {
        let election = says("n2", &[("n1", "Unknown"), ("n2", "Unknown"), ("n3", "Unknown")]);
        let other = says("n3", &[("n1", "Follower"), ("n3", "Leader")]);
        let both = says("n3", &[("n1", "Leader"), ("n3", "Leader")]);
        for (looked, code) in [
            ([says("n1", &SOUND), election], "no-leader"),
            ([says("n1", &SOUND), other], "leaders-differ"),
            ([both.clone(), both], "leaders-differ"),
        ] {
            assert_eq!(leader(&looked), None);
            let codes: Vec<_> = told(&looked).into_iter().map(|(code, _)| code).collect();
            assert_eq!(codes, [Some(code)]);
        }
    }

    #[test]
    fn members_that_are_away_or_behind_are_findings_each_once() {
        let members = [("n1", "Leader"), ("n2", ""), ("n3", "CatchingUp")];
        let told = told(&[says("n1", &members), says("n3", &members)]);
        let codes: Vec<_> = told.iter().map(|(code, _)| *code).collect();
        assert_eq!(codes, [None, Some("member-away"), Some("member-away")], "{told:?}");
        assert!(told[1].1.contains("n2 is a member") && told[2].1.contains("CatchingUp"), "{told:?}");
    }

    #[test]
    fn hosts_that_tell_nothing_are_no_finding_and_those_that_are_away_are_judged_elsewhere() {
        let silent = Looked { host: "n1".into(), shown: Ok(Shown::default()) };
        let away = Looked { host: "n2".into(), shown: Err("connection refused".into()) };
        let told_of = told(&[silent, away.clone()]);
        assert!(told_of.len() == 1 && told_of[0].0.is_none(), "{told_of:?}");
        assert!(told(&[away]).is_empty());
    }
}
