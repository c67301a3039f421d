//! Questions about how an initiative stands by what is recorded: see
//! [`health`](cxl_domain::initiative::Health).

use cxl_domain::initiative::health::{Health, SILENT_DAYS, Sign};
use cxl_domain::initiative::{ImprovementState, Initiative, Status};
use cxl_domain::measurement::verdict::Verdict;
use cxl_domain::measurement::xmr::{Assurance, PointType};

use super::Inquiry;

impl Inquiry<'_> {
    /// The computed health of an initiative on E; `None` while it is paused, after it was stopped, and
    /// where another carries it on.
    pub fn health(&self, initiative: &Initiative) -> Option<Health> {
        let (status, _) = initiative.status(&self.as_of);
        let lives = matches!(status, Status::Running | Status::InSustain);
        if !lives || self.succeeded_by(initiative).is_some() {
            return None;
        }
        let mut signs = self.overdue(initiative);
        signs.extend(self.made_worse(initiative));
        signs.extend(self.of_primary_metric(initiative));
        signs.extend(initiative.owner(&self.as_of).is_none().then_some(Sign::Vacant));
        signs.extend(self.silent(initiative));
        Some(Health::of(signs))
    }

    /// Whether the report that counts last declares a better state than the record shows.
    pub fn is_contradicted(&self, initiative: &Initiative) -> bool {
        let Some(health) = self.health(initiative) else { return false };
        let last = initiative.reports(&self.as_of).into_iter().find(|it| it.superseded_by.is_none());
        last.is_some_and(|report| health.contradicts(report.state))
    }

    fn overdue(&self, initiative: &Initiative) -> Vec<Sign> {
        let today = self.as_of.effective;
        let open = initiative.improvements(&self.as_of).into_iter();
        let open = open.filter(|improvement| improvement.state == ImprovementState::Started);
        let overdue = open.filter_map(|improvement| {
            let due = improvement.due.filter(|due| *due < today)?;
            Some(Sign::Overdue { improvement: improvement.id, due, days: (today - due).num_days() })
        });
        overdue.collect()
    }

    fn made_worse(&self, initiative: &Initiative) -> Option<Sign> {
        let improvement = self.latest_delivered(initiative)?;
        let worse = self.verdict(initiative) == Some(Verdict::Worse);
        worse.then_some(Sign::MadeWorse { improvement: improvement.id })
    }

    fn of_primary_metric(&self, initiative: &Initiative) -> Vec<Sign> {
        let Some(metric) = initiative.primary_metric(&self.as_of) else { return Vec::new() };
        let Ok(chart) = self.chart(metric, None, None) else { return Vec::new() };
        let concern = chart.signal() == Some(PointType::Concern);
        let misses = chart.assurance() == Some(Assurance::ConsistentFail);
        let concern = concern.then_some(Sign::Concern { metric });
        concern.into_iter().chain(misses.then_some(Sign::MissesTarget { metric })).collect()
    }

    fn silent(&self, initiative: &Initiative) -> Option<Sign> {
        let reported = initiative.reports(&self.as_of).into_iter().map(|report| report.period.to()).max();
        let since = reported.or_else(|| initiative.begins(&self.as_of))?;
        let days = (self.as_of.effective - since).num_days();
        (days > SILENT_DAYS).then_some(Sign::Silent { since, days })
    }
}
