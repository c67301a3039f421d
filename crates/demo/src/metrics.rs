//! What the company measures: each metric with how its true level moves. What is read off it month by
//! month is in [`series`](super::series) and [`readings`](super::readings).

use cxl_domain::calendar::Rhythm;
use cxl_domain::measurement::kind::{Direction, MetricKind};

use super::company::{ANH, KHOA, LINH, MAI, MINH, NGA, OANH, OWEN, PHUC, RUTH, TUAN, VY, YEN};

/// A metric of the story.
pub(super) struct Metered {
    pub(super) program: &'static str,
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) wording: &'static str,
    pub(super) kind: MetricKind,
    pub(super) direction: Direction,
    pub(super) unit: Option<&'static str>,
    pub(super) rhythm: Rhythm,
    pub(super) due_within_days: u16,
    pub(super) accountable: &'static str,
    /// Who records the readings.
    pub(super) by: &'static str,
    /// How many months of readings come in one go.
    pub(super) months_at_once: usize,
    /// The day on which it was defined; from the period that holds it on, readings are recorded live.
    pub(super) defined: &'static str,
    /// The first day of the earliest period, before it was defined where history was imported.
    pub(super) from: &'static str,
    /// The first day for which nothing is read any more; without it, to the end of the story.
    pub(super) until: Option<&'static str>,
    pub(super) lines: &'static [Line],
    pub(super) shape: Shape,
    pub(super) level: Level,
}

/// One series of a metric. The first of them is the headline; of several it is the whole, and the others
/// are its parts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) definition: u32,
    pub(super) channel: Option<&'static str>,
    pub(super) segment: Option<&'static str>,
    pub(super) source: Option<&'static str>,
    /// Added to the metric's level.
    pub(super) offset: i64,
    /// How many of the whole it sees, in percent.
    pub(super) share: i64,
}

const fn line(channel: Option<&'static str>, segment: Option<&'static str>, offset: i64, share: i64) -> Line {
    Line { definition: 1, channel, segment, source: None, offset, share }
}

const WHOLE: Line = line(None, None, 0, 100);

/// In which figures a level shows.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// Promoters, passives, detractors of so many answers; the level in hundredths of a point.
    Bands { answers: i64 },
    /// Answers on a scale of so many steps; the level in millionths of the way up the scale.
    Steps { steps: u32, answers: i64 },
    /// So many of a whole; the level in millionths.
    Share { whole: i64 },
    /// All of a whole, always.
    All { whole: i64 },
    /// Events to a unit of exposure, of which there are so many; the level in thousandths.
    Events { exposure: i64 },
    /// A mean of so many measured values with its deviation; the level in thousandths.
    Measured { values: i64 },
    /// A whole number.
    Counted,
    /// An amount, rounded to so much.
    Amount { to: i64 },
}

/// How the true level moves.
#[derive(Debug, Clone, Copy)]
pub(super) struct Level {
    pub(super) base: i64,
    /// How far the season swings to either side.
    pub(super) season: i64,
    /// Deviation of the noise.
    pub(super) noise: i64,
    /// From this day on the level lies so much higher.
    pub(super) shifts: &'static [(&'static str, i64)],
}

const fn level(base: i64, season: i64, noise: i64, shifts: &'static [(&'static str, i64)]) -> Level {
    Level { base, season, noise, shifts }
}

use Direction::{Decrease, Increase, Neutral};

/// A monthly metric of a program.
const fn monthly(
    program: &'static str,
    code: &'static str,
    kind: MetricKind,
    direction: Direction,
) -> Metered {
    Metered {
        program,
        code,
        name: "",
        wording: "",
        kind,
        direction,
        unit: None,
        rhythm: Rhythm::Month,
        due_within_days: 12,
        accountable: LINH,
        by: PHUC,
        months_at_once: 1,
        defined: "2018-02-01",
        from: "2018-02-01",
        until: None,
        lines: &[WHOLE],
        shape: Shape::Counted,
        level: level(0, 0, 0, &[]),
    }
}

/// Every metric, in the order in which they were defined in their programs.
pub(super) static METRICS: [Metered; 22] = [
    Metered {
        name: "Would you recommend us? · Điểm khuyến nghị",
        wording: "Answers of 0 to 10 to one question by text message, a week after the contact",
        due_within_days: 12,
        lines: &[
            Line { source: Some("SMS"), ..WHOLE },
            Line { source: Some("SMS"), ..line(Some("BRANCH"), None, 400, 45) },
            Line { source: Some("SMS"), ..line(Some("APP"), None, 150, 35) },
            Line { source: Some("SMS"), ..line(Some("CALL"), None, -900, 20) },
        ],
        shape: Shape::Bands { answers: 2_400 },
        level: level(2_400, 120, 190, &[("2021-01-01", 500), ("2024-03-01", 400)]),
        ..monthly("VN", "NPS", MetricKind::Nps, Increase)
    },
    Metered {
        name: "Minutes in the branch queue · Thời gian chờ tại quầy",
        wording: "From the ticket to the counter, by the ticket machine; tickets never called are left out",
        unit: Some("MINUTES"),
        accountable: YEN,
        by: YEN,
        defined: "2018-03-05",
        from: "2016-01-01",
        lines: &[WHOLE, line(None, Some("MASS"), 1_600, 82), line(None, Some("PRIORITY"), -7_000, 18)],
        shape: Shape::Measured { values: 61_000 },
        level: level(21_500, 1_100, 700, &[("2019-11-01", -6_200), ("2024-02-01", -150)]),
        ..monthly("VN", "WAIT-MIN", MetricKind::Mean, Decrease)
    },
    Metered {
        name: "Complaints to a thousand accounts · Khiếu nại trên 1.000 tài khoản",
        wording: "Complaints received in all channels, over the accounts open on the last day in thousands",
        accountable: MINH,
        by: MINH,
        defined: "2018-03-05",
        from: "2018-03-01",
        shape: Shape::Events { exposure: 820 },
        level: level(4_200, 240, 170, &[("2021-04-01", -1_150)]),
        ..monthly("VN", "COMPL-RATE", MetricKind::Rate, Decrease)
    },
    Metered {
        name: "Contacts in all channels · Số lượt liên hệ",
        wording: "Calls, chats and branch visits for service; neither many nor few is better by itself",
        unit: Some("CONTACTS"),
        accountable: MINH,
        by: MINH,
        defined: "2018-03-05",
        from: "2018-01-01",
        lines: &[WHOLE, line(Some("CALL"), None, 0, 64), line(Some("BRANCH"), None, 0, 36)],
        level: level(182_000, 7_000, 5_200, &[("2024-05-01", -31_000)]),
        ..monthly("VN", "CONTACTS", MetricKind::Count, Neutral)
    },
    Metered {
        name: "How easy was it to open the account? · Mức độ dễ dàng khi mở tài khoản",
        wording: "1 very hard to 7 very easy, asked on the last screen",
        unit: Some("EFFORT-7"),
        accountable: KHOA,
        by: PHUC,
        defined: "2018-06-04",
        from: "2018-06-01",
        shape: Shape::Steps { steps: 7, answers: 1_300 },
        level: level(615_000, 4_000, 9_000, &[("2020-08-01", 92_000), ("2023-07-01", 41_000)]),
        ..monthly("VN", "ONB-EFFORT", MetricKind::Ces, Increase)
    },
    Metered {
        name: "Days from application to answer · Số ngày chờ duyệt vay",
        wording: "Working days from the complete application for a home loan to a yes or a no",
        unit: Some("DAYS"),
        due_within_days: 85,
        accountable: "DUNG.CAO",
        by: OANH,
        months_at_once: 3,
        defined: "2018-06-04",
        from: "2017-01-01",
        shape: Shape::Measured { values: 940 },
        level: level(18_500, 500, 1_250, &[("2023-12-01", -250)]),
        ..monthly("VN", "LOAN-DAYS", MetricKind::Mean, Decrease)
    },
    Metered {
        name: "Calls that need not have been · Tỷ lệ liên hệ có thể tránh",
        wording: "Calls whose reason is on the list of avoidable reasons, over all calls",
        accountable: MINH,
        by: MINH,
        defined: "2018-07-02",
        from: "2018-07-01",
        until: Some("2022-01-01"),
        shape: Shape::Share { whole: 96_000 },
        level: level(342_000, 6_000, 9_500, &[]),
        ..monthly("VN", "AVOIDABLE", MetricKind::AvoidableContactRate, Decrease)
    },
    Metered {
        name: "Days to settle a disputed payment · Số ngày xử lý tra soát thẻ",
        wording: "From the customer's report to money back or a reasoned no",
        unit: Some("DAYS"),
        accountable: MAI,
        by: MAI,
        defined: "2018-09-03",
        from: "2018-09-01",
        shape: Shape::Measured { values: 2_150 },
        level: level(24_000, 600, 1_100, &[("2021-10-01", 6_100)]),
        ..monthly("VN", "DISPUTE-DAYS", MetricKind::Mean, Decrease)
    },
    Metered {
        name: "Engaged with the customer goal · Gắn kết nhân viên",
        wording: "Staff who agree or fully agree that they can do what is right for the customer, of five steps",
        rhythm: Rhythm::Quarter,
        due_within_days: 30,
        accountable: ANH,
        by: ANH,
        months_at_once: 3,
        defined: "2019-01-07",
        from: "2019-01-01",
        shape: Shape::Steps { steps: 5, answers: 2_900 },
        level: level(640_000, 0, 12_000, &[("2025-04-01", 20_000)]),
        ..monthly("VN", "ENGAGEMENT", MetricKind::EmployeeEngagement, Increase)
    },
    Metered {
        name: "Answered the first time · Giải quyết ngay lần đầu",
        wording: "Cases closed without a second contact within seven days, over all cases closed",
        accountable: MINH,
        by: MINH,
        due_within_days: 75,
        months_at_once: 3,
        defined: "2019-01-07",
        from: "2019-01-01",
        until: Some("2022-10-01"),
        shape: Shape::Share { whole: 41_000 },
        level: level(712_000, 4_000, 8_000, &[("2021-04-01", 33_000)]),
        ..monthly("VN", "FIRST-TIME", MetricKind::Proportion, Increase)
    },
    Metered {
        name: "Lost cards blocked within five minutes · Khóa thẻ trong 5 phút",
        wording: "Reports of a lost card after which no payment went through five minutes later, over all reports",
        accountable: MAI,
        by: MAI,
        due_within_days: 75,
        months_at_once: 3,
        defined: "2019-01-07",
        from: "2019-01-01",
        shape: Shape::All { whole: 780 },
        ..monthly("VN", "BLOCK-5MIN", MetricKind::Proportion, Increase)
    },
    Metered {
        name: "Cost to serve a customer in a month · Chi phí phục vụ",
        wording: "Cost of branches, call center and post over active customers, by the finance model",
        unit: Some("VND"),
        due_within_days: 85,
        accountable: OANH,
        by: OANH,
        months_at_once: 3,
        defined: "2019-01-07",
        from: "2019-01-01",
        shape: Shape::Amount { to: 100 },
        level: level(61_500, 1_200, 1_300, &[("2025-09-01", -4_000)]),
        ..monthly("VN", "COST-SERVE", MetricKind::Money, Decrease)
    },
    Metered {
        name: "Priority customers who stayed · Tỷ lệ giữ chân khách hàng ưu tiên",
        wording: "Priority customers of the first day of the quarter who still are on the last",
        rhythm: Rhythm::Quarter,
        due_within_days: 30,
        accountable: OANH,
        by: OANH,
        months_at_once: 3,
        defined: "2019-01-07",
        from: "2019-01-01",
        shape: Shape::Share { whole: 21_400 },
        level: level(931_000, 0, 3_600, &[("2023-07-01", 17_000)]),
        ..monthly("VN", "PRI-STAY", MetricKind::Retention, Increase)
    },
    Metered {
        name: "Satisfied priority customers · Khách hàng ưu tiên hài lòng",
        wording: "The two best of five steps, asked after each meeting with the adviser",
        accountable: LINH,
        by: PHUC,
        defined: "2019-03-04",
        from: "2019-03-01",
        lines: &[line(None, Some("PRIORITY"), 0, 100)],
        shape: Shape::Steps { steps: 5, answers: 640 },
        level: level(745_000, 5_000, 12_000, &[("2023-07-01", 22_000)]),
        ..monthly("VN", "PRI-SAT", MetricKind::Csat, Increase)
    },
    Metered {
        name: "Customers who stopped using the app · Tỷ lệ rời bỏ ứng dụng",
        wording: "Active in the month before and not in this one, over those active in the month before",
        accountable: KHOA,
        by: KHOA,
        due_within_days: 75,
        months_at_once: 3,
        defined: "2020-01-06",
        from: "2020-01-01",
        lines: &[line(Some("APP"), None, 0, 100)],
        shape: Shape::Share { whole: 310_000 },
        level: level(24_500, 900, 1_100, &[("2025-03-01", 5_500)]),
        ..monthly("VN", "APP-LEAVE", MetricKind::Churn, Decrease)
    },
    Metered {
        name: "Pleased with the app this week · Hài lòng với ứng dụng trong tuần",
        wording: "Thumbs up over all thumbs, asked once a week of a fifth of those who log in",
        rhythm: Rhythm::Week,
        due_within_days: 45,
        accountable: KHOA,
        by: PHUC,
        defined: "2024-01-08",
        from: "2024-01-01",
        lines: &[line(Some("APP"), None, 0, 100)],
        shape: Shape::Share { whole: 5_200 },
        level: level(861_000, 0, 6_500, &[("2025-10-06", -24_000)]),
        ..monthly("VN", "APP-WEEK", MetricKind::Csat, Increase)
    },
    Metered {
        name: "Transfers paid out the same day",
        wording: "Transfers to Vietnam ordered before noon in Tokyo and paid out before midnight in Hanoi",
        accountable: TUAN,
        by: TUAN,
        defined: "2020-05-11",
        from: "2020-05-01",
        shape: Shape::Share { whole: 12_600 },
        level: level(781_000, 8_000, 10_500, &[("2022-04-01", 92_000)]),
        ..monthly("JP", "JP-SAMEDAY", MetricKind::Proportion, Increase)
    },
    Metered {
        name: "Transfers amended after they were ordered",
        wording: "Transfers whose receiver or amount was changed after the order, over all transfers",
        accountable: TUAN,
        by: TUAN,
        defined: "2020-05-11",
        from: "2020-05-01",
        shape: Shape::Share { whole: 12_600 },
        // What is sent in a hurry before noon is sent wrongly more often.
        level: level(31_000, 800, 1_900, &[("2022-03-01", 14_000)]),
        ..monthly("JP", "JP-AMENDED", MetricKind::Proportion, Decrease)
    },
    Metered {
        name: "Contacts of customers in Japan",
        wording: "Calls, chats and visits in Tokyo",
        unit: Some("CONTACTS"),
        accountable: RUTH,
        by: VY,
        due_within_days: 75,
        months_at_once: 3,
        defined: "2020-05-11",
        from: "2020-05-01",
        level: level(9_200, 500, 380, &[("2023-09-01", 2_100)]),
        ..monthly("JP", "JP-CONTACTS", MetricKind::Count, Neutral)
    },
    Metered {
        name: "Would you recommend us to a friend in Japan?",
        wording: "Answers of 0 to 10, asked in Vietnamese by message twice a year of each customer",
        accountable: OWEN,
        by: VY,
        defined: "2020-06-08",
        from: "2020-06-01",
        lines: &[WHOLE, line(None, Some("WORKER"), 300, 70), line(None, Some("STUDENT"), -700, 30)],
        shape: Shape::Bands { answers: 520 },
        level: level(1_850, 150, 420, &[]),
        ..monthly("JP", "JP-NPS", MetricKind::Nps, Increase)
    },
    Metered {
        name: "Customers in Japan who left",
        wording: "Accounts without a transfer for ninety days, over all accounts",
        accountable: RUTH,
        by: VY,
        due_within_days: 75,
        months_at_once: 3,
        defined: "2020-09-07",
        from: "2020-09-01",
        shape: Shape::Share { whole: 46_000 },
        // For twenty months the source leaves dormant accounts out, and restates them afterwards.
        level: level(21_200, 500, 900, &[("2022-11-01", -5_300), ("2024-06-01", 5_300)]),
        ..monthly("JP", "JP-LEFT", MetricKind::Churn, Decrease)
    },
    Metered {
        name: "Minutes in the queue, second list",
        wording: "The same as WAIT-MIN, from the branches' own lists",
        unit: Some("MINUTES"),
        accountable: NGA,
        by: NGA,
        defined: "2023-01-09",
        from: "2023-01-01",
        until: Some("2023-03-01"),
        shape: Shape::Measured { values: 1_900 },
        level: level(16_000, 0, 900, &[]),
        ..monthly("VN", "WAIT-MIN-2", MetricKind::Mean, Decrease)
    },
];

/// The second definition of the avoidable contacts: chats count too.
pub(super) static AVOIDABLE_2: Metered = Metered {
    accountable: MINH,
    by: MINH,
    from: "2021-01-01",
    defined: "2022-02-01",
    lines: &[Line { definition: 2, ..WHOLE }],
    shape: Shape::Share { whole: 171_000 },
    level: level(411_000, 6_000, 9_000, &[("2023-04-01", -52_000)]),
    ..monthly("VN", "AVOIDABLE", MetricKind::AvoidableContactRate, Decrease)
};

/// The second definition of what is answered the first time: counted by case, and bridged to the first.
pub(super) static FIRST_TIME_2: Metered = Metered {
    accountable: MINH,
    by: MINH,
    months_at_once: 3,
    from: "2022-07-01",
    defined: "2022-07-11",
    lines: &[Line { definition: 2, ..WHOLE }],
    shape: Shape::Share { whole: 41_000 },
    level: level(744_000, 4_000, 8_000, &[]),
    ..monthly("VN", "FIRST-TIME", MetricKind::Proportion, Increase)
};
