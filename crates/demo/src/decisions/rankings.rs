//! In which order things are taken up: once a year, at home, by people of several departments.

use super::super::company::{ANH, DUNG, HANH, KHOA, LINH, MAI, MINH, NGA, OANH, QUAN, TRANG, YEN};
use super::question::Part::{Abstains, For};
use super::question::Then::{Decided, Deferred, Votes};
use super::question::{In, Question, question};

/// A ranking at home, opened by the program lead.
const fn home(code: &'static str, on: &'static str, asks: &'static str) -> Question {
    question(code, In::Committee("STEER"), LINH, on, asks)
}

const FIRST: &str = "Bắt đầu từ đâu? · Where do we start?";
const THIS_YEAR: &str = "Thứ tự của năm nay? · In which order this year?";

pub(super) static QUESTIONS: [Question; 8] = [
    Question {
        options: &[
            (
                "COMPLAINTS",
                "Khiếu nại trước · Complaints first",
                &["COMPLAINTS", "WAIT", "ONBOARD", "~TOLD-TWICE", "~QUEUE", "~PAPERS"],
            ),
            (
                "QUEUES",
                "Hàng chờ trước · Queues first",
                &["WAIT", "ONBOARD", "COMPLAINTS", "~QUEUE", "~PAPERS", "~TOLD-TWICE"],
            ),
        ],
        then: &[
            ("2018-04-24", Deferred(Some("2018-07-24"), "The call center's figures are not here")),
            (
                "2018-07-24",
                Votes(&[
                    (HANH, For("COMPLAINTS")),
                    (LINH, For("COMPLAINTS")),
                    (MINH, For("COMPLAINTS")),
                    (YEN, Abstains),
                    (KHOA, For("COMPLAINTS")),
                    (MAI, For("COMPLAINTS")),
                    (DUNG, Abstains),
                    (OANH, For("COMPLAINTS")),
                ]),
            ),
            (
                "2018-07-24",
                Decided(
                    "COMPLAINTS",
                    "Four calls in five have eleven reasons, and most were told twice",
                    None,
                ),
            ),
        ],
        ..home("START", "2018-04-19", FIRST)
    },
    Question {
        options: &[(
            "AS-BEFORE",
            "Như năm trước, thêm vay mua nhà · As before, with home loans",
            &["COMPLAINTS", "WAIT", "ONBOARD", "LOANS", "CALLBACK", "~TOLD-TWICE", "~QUEUE", "~SILENCE"],
        )],
        then: &[
            (
                "2019-01-22",
                Votes(&[
                    (LINH, For("AS-BEFORE")),
                    (MINH, For("AS-BEFORE")),
                    (YEN, For("AS-BEFORE")),
                    (KHOA, For("AS-BEFORE")),
                    (DUNG, For("AS-BEFORE")),
                    (HANH, For("AS-BEFORE")),
                ]),
            ),
            ("2019-01-22", Decided("AS-BEFORE", "Nothing of the first year is finished", None)),
        ],
        ..home("ORDER-2019", "2019-01-15", THIS_YEAR)
    },
    Question {
        options: &[
            (
                "QUEUES",
                "Hàng chờ trước · Queues first",
                &[
                    "WAIT",
                    "ONBOARD",
                    "COMPLAINTS",
                    "CALLBACK",
                    "CARDS",
                    "TABLETS",
                    "LOANS",
                    "~QUEUE",
                    "~PAPERS",
                ],
            ),
            (
                "ACCOUNTS",
                "Mở tài khoản trước · Accounts first",
                &[
                    "ONBOARD",
                    "WAIT",
                    "COMPLAINTS",
                    "CALLBACK",
                    "CARDS",
                    "TABLETS",
                    "LOANS",
                    "~PAPERS",
                    "~QUEUE",
                ],
            ),
        ],
        then: &[
            (
                "2020-01-09",
                Votes(&[
                    (HANH, For("ACCOUNTS")),
                    (LINH, For("ACCOUNTS")),
                    (MINH, For("QUEUES")),
                    (YEN, For("QUEUES")),
                    (KHOA, For("ACCOUNTS")),
                    (MAI, For("ACCOUNTS")),
                    (OANH, For("QUEUES")),
                ]),
            ),
            (
                "2020-01-09",
                Decided("ACCOUNTS", "The queue has its tickets; now to those who never come", None),
            ),
        ],
        ..home("ORDER-2020", "2020-01-06", THIS_YEAR)
    },
    Question {
        options: &[
            (
                "COMPLAINTS",
                "Khiếu nại trước · Complaints first",
                &[
                    "COMPLAINTS",
                    "CALLBACK",
                    "ONBOARD",
                    "WAIT",
                    "CARDS",
                    "PRIORITY",
                    "LOANS",
                    "~TOLD-TWICE",
                    "~MONEY-GONE",
                ],
            ),
            (
                "LOANS",
                "Vay mua nhà trước · Home loans first",
                &[
                    "LOANS",
                    "COMPLAINTS",
                    "CALLBACK",
                    "ONBOARD",
                    "WAIT",
                    "CARDS",
                    "PRIORITY",
                    "~SILENCE",
                    "~TOLD-TWICE",
                ],
            ),
        ],
        then: &[
            (
                "2021-01-21",
                Votes(&[
                    (HANH, For("COMPLAINTS")),
                    (LINH, For("LOANS")),
                    (MINH, For("COMPLAINTS")),
                    (YEN, For("COMPLAINTS")),
                    (MAI, For("COMPLAINTS")),
                    (DUNG, For("LOANS")),
                    (OANH, For("COMPLAINTS")),
                ]),
            ),
            (
                "2021-01-21",
                Decided("COMPLAINTS", "One owner for each complaint is half built; finish it", None),
            ),
        ],
        ..home("ORDER-2021", "2021-01-14", THIS_YEAR)
    },
    Question {
        options: &[
            (
                "CALLS",
                "Liên hệ có thể tránh trước · Calls that need not be, first",
                &[
                    "CALLBACK",
                    "COMPLAINTS",
                    "LOANS",
                    "ONBOARD",
                    "WAIT",
                    "CARDS",
                    "LOSTCARD",
                    "PRIORITY",
                    "~WHERE-IS-CARD",
                ],
            ),
            (
                "CARDS",
                "Tra soát thẻ trước · Disputes first",
                &[
                    "CARDS",
                    "LOSTCARD",
                    "CALLBACK",
                    "COMPLAINTS",
                    "LOANS",
                    "ONBOARD",
                    "WAIT",
                    "PRIORITY",
                    "~MONEY-GONE",
                ],
            ),
        ],
        then: &[
            (
                "2022-01-20",
                Votes(&[
                    (QUAN, For("CALLS")),
                    (LINH, For("CARDS")),
                    (MINH, For("CALLS")),
                    (YEN, For("CALLS")),
                    (MAI, For("CARDS")),
                    (OANH, For("CALLS")),
                ]),
            ),
            ("2022-01-20", Decided("CALLS", "Cards have a committee of their own", None)),
        ],
        ..home("ORDER-2022", "2022-01-13", THIS_YEAR)
    },
    Question {
        options: &[
            (
                "QUEUES",
                "Hàng chờ trước · Queues first",
                &[
                    "WAIT",
                    "CALLBACK",
                    "LOANS",
                    "CARDS",
                    "COMPLAINTS",
                    "ONBOARD",
                    "LOSTCARD",
                    "PRIORITY",
                    "~WRONG-COUNTER",
                ],
            ),
            (
                "LOANS",
                "Vay mua nhà trước · Home loans first",
                &[
                    "LOANS",
                    "WAIT",
                    "CALLBACK",
                    "CARDS",
                    "COMPLAINTS",
                    "ONBOARD",
                    "LOSTCARD",
                    "PRIORITY",
                    "~SILENCE",
                ],
            ),
        ],
        then: &[
            (
                "2023-01-12",
                Votes(&[
                    (QUAN, For("QUEUES")),
                    (LINH, For("QUEUES")),
                    (MINH, For("QUEUES")),
                    (KHOA, For("QUEUES")),
                    (TRANG, For("LOANS")),
                    (NGA, For("QUEUES")),
                    (OANH, Abstains),
                ]),
            ),
            ("2023-01-12", Decided("QUEUES", "Its level is lost, and it has an owner again", None)),
        ],
        ..home("ORDER-2023", "2023-01-09", THIS_YEAR)
    },
    Question {
        options: &[
            (
                "LOANS",
                "Vay mua nhà trước · Home loans first",
                &[
                    "LOANS",
                    "CARDS",
                    "NEWS",
                    "WAIT",
                    "CALLBACK",
                    "COMPLAINTS",
                    "ONBOARD",
                    "PRIORITY",
                    "LOSTCARD",
                    "~SILENCE",
                ],
            ),
            (
                "CARDS",
                "Tra soát thẻ trước · Disputes first",
                &[
                    "CARDS",
                    "LOANS",
                    "NEWS",
                    "WAIT",
                    "CALLBACK",
                    "COMPLAINTS",
                    "ONBOARD",
                    "PRIORITY",
                    "LOSTCARD",
                    "~MONEY-GONE",
                ],
            ),
        ],
        then: &[
            (
                "2024-01-25",
                Votes(&[
                    (QUAN, For("LOANS")),
                    (LINH, For("CARDS")),
                    (MINH, For("LOANS")),
                    (MAI, For("CARDS")),
                    (TRANG, For("LOANS")),
                    (NGA, For("LOANS")),
                    (ANH, For("CARDS")),
                ]),
            ),
            ("2024-01-25", Decided("LOANS", "A home is bought once; a dispute is had once a year", None)),
        ],
        ..home("ORDER-2024", "2024-01-18", THIS_YEAR)
    },
    Question {
        options: &[
            (
                "CARDS",
                "Tra soát thẻ trước · Disputes first",
                &[
                    "CARDS",
                    "PARENTS",
                    "LOANS",
                    "STAFF",
                    "WAIT",
                    "NEWS",
                    "CALLBACK",
                    "COMPLAINTS",
                    "ONBOARD",
                    "PRIORITY",
                    "PAPERLESS",
                    "~MONEY-GONE",
                ],
            ),
            (
                "PARENTS",
                "Cha mẹ chúng ta trước · Our parents first",
                &[
                    "PARENTS",
                    "CARDS",
                    "LOANS",
                    "STAFF",
                    "WAIT",
                    "NEWS",
                    "CALLBACK",
                    "COMPLAINTS",
                    "ONBOARD",
                    "PRIORITY",
                    "PAPERLESS",
                    "~SMALL-PRINT",
                ],
            ),
        ],
        then: &[
            (
                "2025-04-24",
                Votes(&[
                    (QUAN, For("CARDS")),
                    (LINH, For("PARENTS")),
                    (MINH, For("CARDS")),
                    (KHOA, For("CARDS")),
                    (TRANG, For("CARDS")),
                    (NGA, For("PARENTS")),
                ]),
            ),
            ("2025-04-24", Decided("CARDS", "What nobody owns cannot come first", None)),
        ],
        ..home("ORDER-2025", "2025-04-17", THIS_YEAR)
    },
];
