//! The moment to which an object belongs: whatever hangs below it is answered from the same one.

use std::sync::Arc;

use chrono::NaiveDate;
use cxl_domain::id::{PersonId, ProgramId};
use cxl_domain::time::AsOf;
use cxl_ledger::point::{KnownAt, Point};
use cxl_ledger::query::Inquiry;
use cxl_ledger::{Question, TextAt, Views};

use crate::error::Problem;
use crate::request::Asking;
use crate::texts::Text;

/// A moment of the views, asked at one point in time by one asker.
#[derive(Debug)]
pub(crate) struct Moment {
    pub(crate) asking: Arc<Asking>,
    pub(crate) views: Arc<Views>,
    pub(crate) point: Point,
}

impl Moment {
    /// Resolves a question in the zone of a program, else in that of the organization.
    pub(crate) fn of(
        asking: &Arc<Asking>,
        views: Arc<Views>,
        question: &Question,
        program: Option<ProgramId>,
    ) -> Result<Arc<Self>, Problem> {
        // A query's days are those of the zone as recorded at the position that is asked about.
        let position = match question.known {
            Some(KnownAt::Position(position)) => Some(position),
            _ => views.head(),
        };
        let zone = views.zone_of(program, &AsOf { position, ..asking.head() });
        let point = question.resolve(&views, zone, asking.now)?;
        Ok(Arc::new(Self { asking: asking.clone(), views, point }))
    }

    /// The moment in which what a command recorded is visible: everything recorded, today.
    pub(crate) fn after(
        asking: &Arc<Asking>,
        views: Arc<Views>,
        program: Option<ProgramId>,
    ) -> Result<Arc<Self>, Problem> {
        Self::of(asking, views, &Question::default(), program)
    }

    /// The same views at another point, that of a cursor.
    pub(crate) fn at(self: &Arc<Self>, point: Point) -> Arc<Self> {
        if point == self.point {
            return self.clone();
        }
        Arc::new(Self { asking: self.asking.clone(), views: self.views.clone(), point })
    }

    /// The same knowledge, asked for another day.
    pub(crate) fn effective_on(self: &Arc<Self>, day: NaiveDate) -> Arc<Self> {
        self.at(Point { as_of: self.point.as_of.on(day), ..self.point })
    }

    /// (P, K, E).
    pub(crate) fn as_of(&self) -> &AsOf {
        &self.point.as_of
    }

    /// The ledger's questions at this moment.
    pub(crate) fn inquiry(&self) -> Inquiry<'_> {
        Inquiry { views: &self.views, analyses: &self.asking.ledger.analyses, as_of: self.point.as_of }
    }

    /// How many programs there are at this moment that the asker cannot read: whatever spans programs leaves them
    /// out, and says so.
    pub(crate) fn programs_left_out(&self) -> usize {
        let existing = self.views.programs().filter(|held| held.state.exists(self.as_of()));
        existing.filter(|held| !self.asking.reads(held.state.id)).count()
    }

    /// A text of a fact; `None` where the fact has none.
    pub(crate) async fn text(&self, at: TextAt) -> Result<Option<Text>, Problem> {
        self.asking.texts.open(at).await
    }

    /// A text that a person's own key seals, if the asker may read such.
    pub(crate) async fn text_about(&self, person: PersonId, at: TextAt) -> Result<Option<Text>, Problem> {
        if self.asking.reads_personal(person) { self.text(at).await } else { Ok(Some(Text::unreadable())) }
    }
}
