//! The maturity model as data.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::calendar::Rhythm;

/// A model: its levels and the practices that earn them.
#[derive(Debug, PartialEq, Eq)]
pub struct Model {
    /// Its name with version.
    pub id: ModelId,
    /// The levels, lowest first. Level 0 has no row: it is where nothing is earned yet.
    pub levels: &'static [Level],
    /// The practices, those of lower levels first.
    pub practices: &'static [Practice],
}

/// A level that can be earned.
#[derive(Debug, PartialEq, Eq)]
pub struct Level {
    /// 1 for the lowest.
    pub number: u8,
    /// The English name.
    pub name: &'static str,
}

/// One row of the model: a practice and what makes it routine.
#[derive(Debug, PartialEq, Eq)]
pub struct Practice {
    /// Its letter and number.
    pub id: PracticeId,
    /// The English name.
    pub name: &'static str,
    /// The level that it belongs to.
    pub level: u8,
    /// Which evidence it takes.
    pub scope: PracticeScope,
    /// The fiscal periods in which its evidence is counted: quarters or years.
    pub grain: Rhythm,
    /// How many distinct periods make it routine.
    pub n: u8,
    /// How many months back those periods may lie.
    pub window_months: u8,
    /// For how many months after the last day that it covers evidence counts.
    pub validity_months: u8,
}

/// Whose evidence a practice takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PracticeScope {
    /// Evidence of the initiative itself.
    Initiative,
    /// Evidence of the program, shared by its initiatives.
    Program,
    /// Either.
    Either,
}

impl PracticeScope {
    /// The stored name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Initiative => "initiative",
            Self::Program => "program",
            Self::Either => "either",
        }
    }
}

impl Model {
    /// The model that a ledger adopts when it is founded.
    pub const FOUNDING: &'static Self = &CX_MATURITY_1;

    /// The model of an id.
    pub const fn of(id: ModelId) -> &'static Self {
        match id {
            ModelId::CxMaturity1 => &CX_MATURITY_1,
        }
    }

    /// The model whose id is written so, `None` for one that this build does not know.
    pub fn find(id: &str) -> Option<&'static Self> {
        id.parse().ok().map(Self::of)
    }

    /// A practice of this model, `None` where the model has no such row.
    pub fn practice(&self, id: PracticeId) -> Option<&Practice> {
        self.practices.iter().find(|practice| practice.id == id)
    }

    /// The highest level that can be earned by this model.
    pub fn highest_level(&self) -> u8 {
        self.levels.iter().map(|level| level.number).max().unwrap_or(0)
    }

    /// The practices of one level.
    pub fn practices_of(&self, level: u8) -> impl Iterator<Item = &Practice> {
        self.practices.iter().filter(move |practice| practice.level == level)
    }
}

/// The name and version of a model. Each that was ever adopted stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ModelId {
    /// Four levels, fourteen practices.
    #[serde(rename = "cx-maturity/1")]
    CxMaturity1,
}

impl ModelId {
    /// Every model that this build knows, oldest first.
    pub const ALL: [Self; 1] = [Self::CxMaturity1];

    /// The name with version, as it is stored: `cx-maturity/1`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CxMaturity1 => "cx-maturity/1",
        }
    }
}

impl fmt::Display for ModelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ModelId {
    type Err = UnknownModel;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|id| id.as_str() == typed.trim())
            .ok_or_else(|| UnknownModel { typed: typed.into() })
    }
}

/// The string names no model of this build.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no maturity model {typed:?}; this version knows cx-maturity/1")]
pub struct UnknownModel {
    /// What was given.
    pub typed: String,
}

/// A practice by the letter of its level and its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "the rows of the model say what each practice is")]
pub enum PracticeId {
    R1,
    R2,
    R3,
    R4,
    E1,
    E2,
    E3,
    E4,
    O1,
    O2,
    O3,
    D1,
    D2,
    D3,
}

impl PracticeId {
    /// Every practice of any model.
    pub const ALL: [Self; 14] = [
        Self::R1,
        Self::R2,
        Self::R3,
        Self::R4,
        Self::E1,
        Self::E2,
        Self::E3,
        Self::E4,
        Self::O1,
        Self::O2,
        Self::O3,
        Self::D1,
        Self::D2,
        Self::D3,
    ];

    /// The stored name: `R1`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::R1 => "R1",
            Self::R2 => "R2",
            Self::R3 => "R3",
            Self::R4 => "R4",
            Self::E1 => "E1",
            Self::E2 => "E2",
            Self::E3 => "E3",
            Self::E4 => "E4",
            Self::O1 => "O1",
            Self::O2 => "O2",
            Self::O3 => "O3",
            Self::D1 => "D1",
            Self::D2 => "D2",
            Self::D3 => "D3",
        }
    }
}

impl fmt::Display for PracticeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for PracticeId {
    type Err = UnknownPractice;

    /// Reads a practice as a person types it: blanks around it and lower case do not matter.
    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|practice| practice.as_str().eq_ignore_ascii_case(typed.trim()))
            .ok_or_else(|| UnknownPractice { typed: typed.into() })
    }
}

/// The string names no practice.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no practice {typed:?}; practices are R1 to R4, E1 to E4, O1 to O3 and D1 to D3")]
pub struct UnknownPractice {
    /// What was given.
    pub typed: String,
}

static CX_MATURITY_1: Model = Model {
    id: ModelId::CxMaturity1,
    levels: &[
        Level { number: 1, name: "Repair" },
        Level { number: 2, name: "Elevate" },
        Level { number: 3, name: "Optimize" },
        Level { number: 4, name: "Differentiate" },
    ],
    practices: {
        use PracticeId::{D1, D2, D3, E1, E2, E3, E4, O1, O2, O3, R1, R2, R3, R4};
        use PracticeScope::{Either, Initiative, Program};
        use Rhythm::{Quarter, Year};
        &[
            row(R1, "Identify bad experiences", 1, Initiative, Quarter, 2, 12, 12),
            row(R2, "Prioritize the fixes", 1, Initiative, Year, 1, 15, 15),
            row(R3, "Coordinate delivery", 1, Initiative, Quarter, 2, 12, 12),
            row(R4, "Measure the result", 1, Initiative, Year, 1, 24, 24),
            row(E1, "Share customer insight", 2, Program, Quarter, 2, 12, 12),
            row(E2, "Measure consistently", 2, Either, Quarter, 3, 12, 12),
            row(E3, "Put CX into core processes", 2, Program, Year, 1, 18, 18),
            row(E4, "Reward customer-centric behavior", 2, Program, Year, 2, 30, 18),
            row(O1, "Model CX against business results", 3, Program, Year, 2, 30, 18),
            row(O2, "Strong experience design", 3, Either, Year, 2, 30, 18),
            row(O3, "Sharpen CX skills", 3, Program, Year, 2, 30, 18),
            row(D1, "Uncover unmet needs", 4, Either, Year, 2, 30, 18),
            row(D2, "Reframe the problem", 4, Either, Year, 1, 24, 24),
            row(D3, "Rethink the ecosystem", 4, Program, Year, 2, 30, 18),
        ]
    },
};

#[expect(clippy::too_many_arguments, reason = "one argument for each column of the table")]
const fn row(
    id: PracticeId,
    name: &'static str,
    level: u8,
    scope: PracticeScope,
    grain: Rhythm,
    n: u8,
    window_months: u8,
    validity_months: u8,
) -> Practice {
    Practice { id, name, level, scope, grain, n, window_months, validity_months }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    #[test]
    fn the_table_of_cx_maturity_1_never_changes() {
        let mut table = String::new();
        for p in Model::FOUNDING.practices {
            let (window, validity) = (p.window_months, p.validity_months);
            writeln!(
                table,
                "{} {} {} {} {} {window} {validity}",
                p.level,
                p.id,
                p.scope.as_str(),
                p.grain,
                p.n
            )
            .unwrap();
        }
        // Level, practice, scope, grain, periods, window and validity in months.
        assert_eq!(
            table,
            "1 R1 initiative quarter 2 12 12\n\
             1 R2 initiative year 1 15 15\n\
             1 R3 initiative quarter 2 12 12\n\
             1 R4 initiative year 1 24 24\n\
             2 E1 program quarter 2 12 12\n\
             2 E2 either quarter 3 12 12\n\
             2 E3 program year 1 18 18\n\
             2 E4 program year 2 30 18\n\
             3 O1 program year 2 30 18\n\
             3 O2 either year 2 30 18\n\
             3 O3 program year 2 30 18\n\
             4 D1 either year 2 30 18\n\
             4 D2 either year 1 24 24\n\
             4 D3 program year 2 30 18\n"
        );
        let levels: Vec<_> = Model::FOUNDING.levels.iter().map(|l| (l.number, l.name)).collect();
        assert_eq!(levels, [(1, "Repair"), (2, "Elevate"), (3, "Optimize"), (4, "Differentiate")]);
    }

    #[test]
    fn every_model_is_found_by_its_id_and_has_practices_on_each_of_its_levels() {
        for id in ModelId::ALL {
            let model = Model::of(id);
            assert_eq!(model.id, id);
            assert_eq!(Model::find(id.as_str()), Some(model));
            for (place, level) in model.levels.iter().enumerate() {
                assert_eq!(usize::from(level.number), place + 1);
                assert!(model.practices_of(level.number).count() > 0);
            }
            assert!(model.practices.is_sorted_by_key(|practice| practice.level));
        }
    }

    #[test]
    fn an_unknown_model_or_practice_is_refused_with_what_there_is() {
        assert_eq!(Model::find("cx-maturity/9"), None);
        assert!(serde_json::from_str::<ModelId>("\"cx-maturity/9\"").is_err());
        let model = "cx-maturity/9".parse::<ModelId>().unwrap_err().to_string();
        assert_eq!(model, "there is no maturity model \"cx-maturity/9\"; this version knows cx-maturity/1");
        let practice = "R5".parse::<PracticeId>().unwrap_err().to_string();
        assert_eq!(
            practice,
            "there is no practice \"R5\"; practices are R1 to R4, E1 to E4, O1 to O3 and D1 to D3"
        );
    }

    #[test]
    fn ids_read_back_from_what_is_stored() {
        for practice in PracticeId::ALL {
            assert_eq!(serde_json::to_string(&practice).unwrap(), format!("\"{practice}\""));
            assert_eq!(practice.as_str().to_lowercase().parse(), Ok(practice));
        }
        let id = Model::FOUNDING.id;
        let stored = serde_json::to_string(&id).unwrap();
        assert_eq!(stored, "\"cx-maturity/1\"");
        assert_eq!(serde_json::from_str::<ModelId>(&stored).unwrap(), id);
    }
}
