//! Who voted how, and who disagreed, as minutes say.

use cxl_domain::code::Code;
use cxl_domain::decision::{Ballot, Counted, Decision, MinutedVote, Tally};
use cxl_domain::id::PersonId;
use cxl_domain::text::Text;
use cxl_ledger::TextAt;

use super::super::entry::{Entry, Stop, ever};
use super::super::row::{Problem, count};
use super::opening::pairs;

/// Who did what in the vote: `PERSON: OPTION`, `;` between, and who abstained or recused.
pub(super) async fn votes(entry: &Entry<'_>) -> Result<Vec<(PersonId, MinutedVote)>, Stop> {
    let mut votes = Vec::new();
    for (code, option) in pairs(entry, "votes", ';')? {
        let voter = entry.known_person("votes", &code).await?;
        let option = Code::parse(option).map_err(|error| Problem::at("votes", error))?;
        votes.push((voter, MinutedVote::For(Ballot::Marked(option))));
    }
    for (column, vote) in [("abstained", MinutedVote::Abstained), ("recused", MinutedVote::Recused)] {
        let people = entry.people(column).await?;
        votes.extend(people.into_iter().map(|voter| (voter, vote.clone())));
    }
    Ok(votes)
}

/// The votes, counted, where only that is known: `OPTION: number`, `;` between.
pub(super) fn tally(entry: &Entry<'_>) -> Result<Option<Tally>, Problem> {
    let number = |column: &'static str, cell: &str| {
        let votes = count(cell).map_err(|error| Problem::at(column, error))?;
        u32::try_from(votes).map_err(|_| Problem::at(column, "is too great; 4294967295 is the most"))
    };
    let given = |column: &'static str| match entry.row.cell(column) {
        "" => Ok(None),
        cell => number(column, cell).map(Some),
    };
    let mut options = Vec::new();
    for (option, votes) in pairs(entry, "tally", ';')? {
        options.push(Counted { option, votes: number("tally", votes)? });
    }
    options.sort_by(|one, other| one.option.cmp(&other.option));
    let (abstained, recused) = (given("tally_abstained")?, given("tally_recused")?);
    if options.is_empty() && abstained.is_none() && recused.is_none() {
        return Ok(None);
    }
    let (abstained, recused) = (abstained.unwrap_or(0), recused.unwrap_or(0));
    Ok(Some(Tally { options, abstained, recused, unread: 0 }))
}

/// Who disagreed, in which respect.
pub(super) async fn dissents(entry: &Entry<'_>) -> Result<Vec<(PersonId, Text)>, Stop> {
    let typed = |(voter, said)| match Text::typed(said) {
        Ok(dissent) => Ok((voter, dissent)),
        Err(error) => Err(Problem::at("dissents", error).into()),
    };
    said(entry).await?.into_iter().map(typed).collect()
}

/// The same as written: `PERSON: text`, `|` between.
async fn said<'a>(entry: &Entry<'a>) -> Result<Vec<(PersonId, &'a str)>, Stop> {
    let mut said = Vec::new();
    for (code, text) in pairs(entry, "dissents", '|')? {
        said.push((entry.known_person("dissents", &code).await?, text));
    }
    Ok(said)
}

/// Refuses a dissent that the minutes of a recorded outcome do not have.
pub(super) async fn dissented(entry: &Entry<'_>, held: &Decision) -> Result<(), Stop> {
    let recorded = held.dissents(&ever());
    for (person, dissent) in said(entry).await? {
        let theirs = recorded.iter().filter(|(_, voter)| *voter == person);
        let theirs = theirs.map(|(fact, _)| TextAt::field(fact, "/fact/dissent")).collect();
        if !entry.is_among(theirs, dissent).await? {
            return Err(Problem::differs("dissents").into());
        }
    }
    Ok(())
}
