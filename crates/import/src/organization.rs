//! The organization: its name and zone, and the maturity model and rule set that it adopted.

use cxl_domain::measurement::rules::RuleSet;
use cxl_domain::organization;
use cxl_domain::time::AsOf;
use cxl_domain::zone;
use cxl_ledger::{Command, TextAt};

use super::entry::{Columns, Entry, Stop};

/// A row of organization.csv.
pub(super) async fn organization(entry: &mut Entry<'_>) -> Result<(), Stop> {
    let row = entry.row;
    let on = row.day("from")?;
    let authority = row.authority()?;
    let as_of = AsOf::head(on.unwrap_or_else(|| entry.today(None)));
    let mut acts = Vec::new();
    if let Some(name) = row.text("name")? {
        let views = entry.views();
        let named = views.organization().state.name(&as_of).map(TextAt::name);
        if entry.rewords(named, "name").await? {
            acts.push(("name", organization::Command::Rename { name, on }));
        }
    }
    if let Some(zone) = row.read("zone", zone::parse)? {
        acts.push(("zone", organization::Command::SetZone { zone, on }));
    }
    if !row.cell("model").is_empty() {
        let (model, authority) = (row.cell("model").to_owned(), authority.clone());
        acts.push(("model", organization::Command::AdoptModel { model, on, authority }));
    }
    if let Some(rule_set) = row.named("rule_set", &RuleSet::ALL.map(|rules| (rules.name(), rules)))? {
        acts.push(("rule_set", organization::Command::AdoptRuleSet { rule_set, on, authority }));
    }
    for (about, act) in acts {
        entry.act(Columns { about, day: "from" }, Command::Organization(act)).await?;
    }
    Ok(())
}
