//! What a node says of its cluster to whoever asks by plain HTTP.
//!
//! The client asks the same page for it, but trusts the system's authorities alone, and asks one node.

use serde_json::Value;

/// A member of a cluster, as one of its nodes knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The host and port at which it takes calls, as the cluster calls them.
    pub host: String,
    /// What it does, as the server calls it: `Leader`, `Follower`, `ReadOnlyReplica`, `CatchingUp` and so on.
    pub state: String,
    /// Whether the others hear of it.
    pub is_alive: bool,
}

impl Member {
    /// Whether it takes the writes of the cluster.
    pub fn leads(&self) -> bool {
        self.is_alive && self.state == "Leader"
    }

    /// Whether it is where it should be: it leads, or it holds what the leader holds.
    pub fn is_settled(&self) -> bool {
        self.is_alive && ["Leader", "Follower", "ReadOnlyReplica"].contains(&self.state.as_str())
    }
}

/// Where the page is.
pub(crate) const PATH: &str = "/gossip";

/// More members than any cluster has.
const MOST: usize = 32;
/// A name of a host has at most so many letters.
const LONGEST: usize = 253;

/// The members that an answer tells of, head and all; none if it is something else.
pub(crate) fn members_of(answer: &str) -> Option<Vec<Member>> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    if head.split(' ').nth(1)? != "200" {
        return None;
    }
    let told: Value = serde_json::from_str(body).ok()?;
    let members = told.get("members")?.as_array().filter(|members| members.len() <= MOST)?;
    members.iter().map(member).collect()
}

fn member(told: &Value) -> Option<Member> {
    let (address, port) = (word(told, "httpEndPointIp")?, told.get("httpEndPointPort")?.as_u64()?);
    Some(Member {
        host: format!("{address}:{port}"),
        state: word(told, "state")?,
        is_alive: told.get("isAlive")?.as_bool()?,
    })
}

/// What is told under a name, if nothing is in it that could mislead whoever reads it on a terminal.
fn word(told: &Value, name: &str) -> Option<String> {
    let is_plain = |text: &&str| {
        text.len() <= LONGEST
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte))
    };
    told.get(name)?.as_str().filter(is_plain).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// As a server of three nodes answers, fields that are not looked at left out of two of them.
    const TOLD: &str = "HTTP/1.1 200 OK\r\nDate: Sun, 22 Nov 2026 18:00:00 GMT\r\n\r\n{\"members\":[\
        {\"instanceId\":\"6f9619ff-8b86-5d01-b42d-00cf4fc964ff\",\"timeStamp\":\"2026-11-22T18:00:00.0Z\",\
         \"state\":\"Leader\",\"isAlive\":true,\"internalTcpIp\":\"10.0.0.1\",\"internalTcpPort\":1112,\
         \"httpEndPointIp\":\"n1.example\",\"httpEndPointPort\":2113,\"writerCheckpoint\":4711,\"epochNumber\":3,\
         \"nodePriority\":0},\
        {\"state\":\"Follower\",\"isAlive\":true,\"httpEndPointIp\":\"10.0.0.2\",\"httpEndPointPort\":2113},\
        {\"state\":\"Leader\",\"isAlive\":false,\"httpEndPointIp\":\"10.0.0.3\",\"httpEndPointPort\":2113}\
        ],\"serverIp\":\"n1.example\",\"serverPort\":2113}";

    #[test]
    fn a_node_tells_who_leads_who_follows_and_who_is_gone() {
        let members = members_of(TOLD).unwrap();
        let hosts: Vec<_> = members.iter().map(|member| member.host.as_str()).collect();
        assert_eq!(hosts, ["n1.example:2113", "10.0.0.2:2113", "10.0.0.3:2113"]);
        let leads: Vec<_> = members.iter().map(|member| (member.leads(), member.is_settled())).collect();
        assert_eq!(leads, [(true, true), (false, true), (false, false)], "who is gone leads nobody");
    }

    #[test]
    fn what_is_no_such_page_tells_nothing() {
        for other in [
            "",
            "HTTP/1.1 401 Unauthorized\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\n<html>",
            "HTTP/1.1 200 OK\r\n\r\n{}",
            TOLD.replace("200 OK", "404 Not Found").as_str(),
            TOLD.replace("Follower", "\\u001b[31m").as_str(),
            &TOLD[..TOLD.len() - 1],
        ] {
            assert_eq!(members_of(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn no_answer_panics(answer in any::<String>(), cut in 0..400_usize) {
            members_of(&answer);
            members_of(&format!("HTTP/1.1 200 OK\r\n\r\n{answer}"));
            members_of(&TOLD[..cut]);
        }
    }
}
