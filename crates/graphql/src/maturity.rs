//! How mature an initiative is, and why.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, Object, SimpleObject};
use cxl_domain::maturity::{self, Assessment, PracticeStanding};

use crate::connection::list_cost;
use crate::enums::{PracticeId, PracticeScope, PracticeState, Rhythm};
use crate::evidence::Evidence;
use crate::moment::Moment;
use crate::scalars::Date;
use crate::words::Language;

/// The maturity model: levels, and the practices that earn them.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct Model {
    /// Its name with version: "cx-maturity/1".
    id: &'static str,
    /// The levels that can be earned, lowest first. Level 0 is where nothing is earned yet.
    levels: Vec<Level>,
    /// The practices, those of lower levels first.
    practices: Vec<Practice>,
}

/// A level that can be earned.
#[derive(Debug, Clone, SimpleObject)]
#[graphql(complex)]
pub(crate) struct Level {
    /// 1 for the lowest.
    number: u8,
    #[graphql(skip)]
    name: &'static str,
}

#[ComplexObject]
impl Level {
    /// Its name.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In which language; that of the header Accept-Language if left out, else English.")]
        language: Option<Language>,
    ) -> &'static str {
        let label = cxl_words::label(Language::of(ctx, language), "Level", &format!("L{}", self.number));
        label.unwrap_or(self.name)
    }
}

/// A practice of the model and what makes it routine.
#[derive(Debug, Clone, SimpleObject)]
#[graphql(complex)]
pub(crate) struct Practice {
    /// Its letter and number.
    id: PracticeId,
    #[graphql(skip)]
    name: &'static str,
    /// The level that it belongs to.
    level: u8,
    /// Whose evidence it takes.
    scope: PracticeScope,
    /// The fiscal periods in which its evidence is counted.
    grain: Rhythm,
    /// How many distinct periods make it routine.
    needed: u8,
    /// How many months back those periods may lie.
    window_months: u8,
    /// For how many months after the last day that it covers evidence counts.
    validity_months: u8,
}

#[ComplexObject]
impl Practice {
    /// Its name.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In which language; that of the header Accept-Language if left out, else English.")]
        language: Option<Language>,
    ) -> &'static str {
        let id = maturity::PracticeId::from(self.id);
        cxl_words::label(Language::of(ctx, language), "PracticeId", id.as_str()).unwrap_or(self.name)
    }
}

impl From<&'static maturity::Model> for Model {
    fn from(model: &'static maturity::Model) -> Self {
        let levels = model.levels.iter().map(|level| Level { number: level.number, name: level.name });
        Self {
            id: model.id.as_str(),
            levels: levels.collect(),
            practices: model.practices.iter().map(Practice::from).collect(),
        }
    }
}

impl From<&'static maturity::Practice> for Practice {
    fn from(practice: &'static maturity::Practice) -> Self {
        Self {
            id: practice.id.into(),
            name: practice.name,
            level: practice.level,
            scope: practice.scope.into(),
            grain: practice.grain.into(),
            needed: practice.n,
            window_months: practice.window_months,
            validity_months: practice.validity_months,
        }
    }
}

/// An assessment at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Maturity {
    pub(crate) moment: Arc<Moment>,
    pub(crate) assessment: Arc<Assessment>,
}

/// How mature the way is in which an initiative is run, computed from evidence for the effective day,
/// and what that rests on. It is never declared and never stored.
#[Object]
impl Maturity {
    /// The model by which it was assessed.
    async fn model(&self) -> Model {
        maturity::Model::of(self.assessment.model).into()
    }

    /// The highest level of which every practice, and every practice below, is routine; 0 if none.
    async fn level(&self) -> u8 {
        self.assessment.level
    }

    /// While the initiative is paused, the first day of the pause: the level is held since then.
    async fn held_since(&self) -> Option<Date> {
        self.assessment.held_since.map(Date)
    }

    /// The first later day on which the level is lower if nothing more is recorded; null at level 0 and
    /// while a pause holds it.
    async fn falls_on(&self) -> Option<Date> {
        self.assessment.falls_on.map(Date)
    }

    /// The practices of the next level that are not routine: what holds the level back. Empty at the
    /// highest level only.
    async fn holds_back(&self) -> Vec<PracticeId> {
        self.assessment.holds_back.iter().map(|practice| (*practice).into()).collect()
    }

    /// The practices above the level that are performed or routine: what reaches beyond it.
    async fn reach(&self) -> Vec<PracticeId> {
        self.assessment.reach.iter().map(|practice| (*practice).into()).collect()
    }

    /// Where every practice of the model stands, in its order.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn practices(&self) -> Vec<Standing> {
        let standing = |index| Standing { maturity: self.clone(), index };
        (0..self.assessment.practices.len()).map(standing).collect()
    }
}

/// One practice of an assessment.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    maturity: Maturity,
    index: usize,
}

impl Standing {
    fn standing(&self) -> &PracticeStanding {
        &self.maturity.assessment.practices[self.index]
    }
}

/// Where one practice stands.
#[Object(name = "PracticeStanding")]
impl Standing {
    /// The practice.
    async fn practice(&self) -> PracticeId {
        self.standing().practice.into()
    }

    /// How far it has come.
    async fn state(&self) -> PracticeState {
        self.standing().state.into()
    }

    /// The evidence that counts.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn counting(&self) -> Vec<Evidence> {
        let counting = self.standing().counting.iter();
        counting.filter_map(|id| Evidence::seen(&self.maturity.moment, *id)).collect()
    }

    /// In how many distinct fiscal periods evidence was found within the window.
    async fn periods(&self) -> usize {
        self.standing().periods
    }

    /// How many are needed to be routine.
    async fn needed(&self) -> usize {
        self.standing().needed
    }

    /// The first later day on which the state is lower if nothing more is recorded; null for what is
    /// neither performed nor routine.
    async fn lapses_on(&self) -> Option<Date> {
        self.standing().lapses_on.map(Date)
    }
}
