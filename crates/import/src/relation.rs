//! What initiatives change around themselves, where initiatives and metrics lie on journeys, and benefits.

use cxl_domain::code::Code;
use cxl_domain::initiative::{
    self, BenefitExpected, BenefitKind, ElementChanged, ElementKind, Helps, Initiative,
};
use cxl_domain::journey::Place;
use cxl_domain::metric;
use cxl_domain::time::AsOf;
use cxl_ledger::{Command, TextAt};

use super::entry::{Columns, Entry, Said, Stop, ever, unchanged};
use super::row::Problem;

/// A row of places.csv: where an initiative works, or a metric measures.
pub(super) async fn place(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let program = entry.program()?;
    let on = entry.row.day("from")?;
    let Some(place) = entry.place(program)? else {
        return Err(Problem::at("journey", "is empty; fill it in").into());
    };
    let columns = Columns { about: "journey", day: "from" };
    let initiative = match entry.row.cell("initiative") {
        "" => None,
        _ => Some(entry.initiative(program)?),
    };
    let views = entry.views();
    match (initiative, entry.metric(program)?) {
        (Some(id), None) => {
            let held = views.initiative(id).map(|held| &held.state);
            let known = held.is_some_and(|held| held.places(&ever()).contains(&place));
            if known {
                return Ok(());
            }
            let begins = held.and_then(|held| held.begins(&ever()));
            let command = initiative::Command::Place { place, on: on.or(begins) };
            entry.act(columns, Command::Initiative(Some(id), command)).await?;
        }
        (None, Some(id)) => {
            let command = metric::Command::Place { place, on };
            entry.act(columns, Command::Metric(Some(id), command)).await?;
        }
        (Some(_), Some(_)) | (None, None) => {
            return Err(Problem::at("initiative", "or metric: fill in one of the two").into());
        }
    }
    Ok(())
}

/// A row of ecosystem.csv: an element that an initiative changes, or an executive whose goal it helps.
pub(super) async fn element(entry: &mut Entry<'_>) -> Result<(), Stop> {
    /// What a row is about.
    #[derive(Clone, Copy)]
    enum Kind {
        Element(ElementKind),
        Goal,
    }
    let program = entry.program()?;
    let id = entry.initiative(program)?;
    let code = entry.row.needed("code", Code::parse)?;
    let elements = ElementKind::ALL.map(|kind| (kind.name(), Kind::Element(kind)));
    let kinds: Vec<_> = elements.into_iter().chain([("goal", Kind::Goal)]).collect();
    let Some(kind) = entry.row.named("kind", &kinds)? else {
        return Err(Problem::at("kind", "is empty; fill it in").into());
    };
    let views = entry.views();
    let Some(held) = views.initiative(id).map(|held| &held.state) else { return Ok(()) };
    let on = entry.row.day("from")?.or(held.begins(&ever()));
    let as_of = AsOf::head(on.unwrap_or_else(|| entry.today(Some(program))));
    let command = match kind {
        Kind::Element(kind) => {
            let at = places(entry, program)?;
            if says_the_same(entry, held, &as_of, &code, (kind, &at)).await? {
                return Ok(());
            }
            let changed = ElementChanged { code, kind, name: entry.row.needed_text("name")?, at };
            initiative::Command::ChangeElement { changed, on }
        }
        Kind::Goal => {
            if !entry.row.cell("places").is_empty() {
                return Err(Problem::at("places", "are those of an element; empty them").into());
            }
            let helped = held.helps(&as_of).into_iter().find(|(_, helps)| helps.executive == code);
            let goal = entry.row.text("name")?;
            if let Some((fact, _)) = helped {
                let said = entry.compare(Some(TextAt::field(fact, "/fact/goal")), "name").await?;
                if goal.is_none() || said != Said::Otherwise {
                    return Ok(());
                }
            }
            initiative::Command::Help { helps: Helps { executive: code, goal }, on }
        }
    };
    entry.act(Columns { about: "code", day: "from" }, Command::Initiative(Some(id), command)).await?;
    Ok(())
}

/// Whether what is recorded of an element is what the row says.
async fn says_the_same(
    entry: &Entry<'_>,
    held: &Initiative,
    as_of: &AsOf,
    code: &Code,
    (kind, at): (ElementKind, &[Place]),
) -> Result<bool, Stop> {
    let known = held.elements(as_of).into_iter().find(|(_, known)| known.code == *code);
    let Some((fact, known)) = known else { return Ok(false) };
    let named = entry.compare(Some(TextAt::name(fact)), "name").await? != Said::Otherwise;
    Ok(named && known.kind == kind && known.at == at)
}

/// The places that a row names: `JOURNEY` or `JOURNEY/SPOT`, `;` between.
fn places(entry: &Entry<'_>, program: cxl_domain::id::ProgramId) -> Result<Vec<Place>, Problem> {
    let named = entry.row.cell("places").split(';').map(str::trim).filter(|place| !place.is_empty());
    let mut places = Vec::new();
    for place in named {
        let (journey, spot) = place.split_once('/').map_or((place, ""), |(journey, spot)| (journey, spot));
        places.push(entry.place_of_codes("places", program, journey, spot)?);
    }
    Ok(places)
}

/// A row of benefits.csv.
pub(super) async fn benefit(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let program = entry.program()?;
    let id = entry.initiative(program)?;
    let row = entry.row;
    let code = row.needed("code", Code::parse)?;
    let kind = row.named("kind", &BenefitKind::ALL.map(|kind| (kind.name(), kind)))?;
    let (metric, amount) = (entry.metric(program)?, row.number("amount")?);
    let (from, until) = (row.day("from")?, row.day("until")?);
    let (Some(kind), Some(metric), Some(amount), Some(from), Some(until)) =
        (kind, metric, amount, from, until)
    else {
        let reason = "kind, metric, amount, from and until are needed; fill them in";
        return Err(Problem::of_row(reason).into());
    };
    let views = entry.views();
    let held = views.initiative(id).map(|held| held.state.expectations(&ever())).unwrap_or_default();
    let known = held.into_iter().find(|known| known.code == code && known.from == from);
    if let Some(known) = known {
        unchanged("amount", Some(amount), Some(known.amount))?;
        unchanged("until", Some(until), Some(known.until))?;
        if (known.kind, known.metric) != (kind, metric) {
            return Err(Problem::differs("metric").into());
        }
        return Ok(());
    }
    let expected = BenefitExpected { code, kind, metric, amount };
    let command = initiative::Command::ExpectBenefit { expected, on: Some(from), until };
    entry.act(Columns { about: "code", day: "from" }, Command::Initiative(Some(id), command)).await?;
    Ok(())
}
