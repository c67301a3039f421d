//! The facts that no file records, and why.

/// Facts that are not imported, by the names under which they are stored, and the reason in words for
/// whoever looks for their file. Everything else that can be recorded has one: a test says so.
pub(crate) static ELSEWHERE: &[(&[&str], &str)] = &[
    (&["organization.founded.v1"], "The first start of a ledger founds it, before anything is imported."),
    (
        &["organization.token-issued.v2", "organization.token-revoked.v1"],
        "A token is drawn by the program and shown once: `cx-ledger token`.",
    ),
    (
        &["person.identity-linked.v1", "person.identity-unlinked.v1"],
        "By which identity somebody enters is no history: an administrator links it: `cx-ledger identity`.",
    ),
    (&["person.service-declared.v1"], "A service does nothing that a file could tell: `registerService`."),
    (
        &["organization.key-loss-accepted.v1"],
        "Whoever holds the files accepts that keys are lost, once it is known which.",
    ),
    (
        &[
            "decision.vote-cast.v1",
            "decision.abstained.v1",
            "decision.recused.v1",
            "decision.voting-closed.v1",
            "decision.dissented.v1",
        ],
        "A vote is cast by the voter alone, at the moment of voting, and who disagrees in the ledger says so in \
         person; `decisions.csv` minutes what was voted and said elsewhere.",
    ),
    (
        &["decision.minutes-confirmed.v1"],
        "An imported outcome entitles nobody today until its minutes are confirmed, and who chairs does that in \
         person.",
    ),
    (
        &["evidence.attached.v1"],
        "A file is uploaded to the server, and then attached by its hash: `POST /attachments`.",
    ),
    (&["meeting.agenda-fixed.v1"], "An agenda is what the ledger showed at that moment."),
    (
        &["decision.electorate-amended.v1"],
        "It changes who votes on a decision that is open in the ledger; what was decided elsewhere names its \
         `electors`.",
    ),
    (
        &["decision.act-authorized.v1"],
        "It lets the ledger carry out what was decided; an imported act names the document that authorizes it.",
    ),
];

/// How facts end that take back or mend another one: they name it by its id.
#[cfg(test)]
pub(crate) const MENDING: [&str; 2] = [".annulled.v1", ".recorded-in-error.v1"];
