//! The improvements: started, put off, delivered, given up.

use cxl_domain::command::{Annul, Correct};
use cxl_domain::initiative::Command as C;

use super::super::company::{ANH, KHOA, MAI, MINH, NGA, OANH, RUTH, TRANG, TUAN, VY, YEN};
use super::super::story::{Story, day, text};
use super::act;

/// Initiative, name in the story, started, due, delivered, who, title.
pub(in super::super) type ImprovementLine = (
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
    Option<&'static str>,
    &'static str,
    &'static str,
);

pub(in super::super) const IMPROVEMENTS: [ImprovementLine; 21] = [
    (
        "WAIT",
        "app tickets",
        "2019-05-06",
        Some("2019-09-30"),
        Some("2019-10-21"),
        YEN,
        "Draw a ticket in the app, come when called · Lấy số trên ứng dụng, đến lượt mới tới",
    ),
    (
        "ONBOARD",
        "face to face",
        "2019-11-04",
        Some("2020-05-29"),
        Some("2020-07-20"),
        KHOA,
        "Prove who you are with the camera · Xác thực khuôn mặt qua camera",
    ),
    (
        "ONBOARD",
        "by video",
        "2023-02-06",
        Some("2023-06-30"),
        Some("2023-06-12"),
        KHOA,
        "A video call for whoever the camera does not know · Gọi video cho người camera không nhận ra",
    ),
    (
        "COMPLAINTS",
        "one owner",
        "2020-09-07",
        Some("2021-02-26"),
        Some("2021-03-15"),
        MINH,
        "Whoever takes the complaint keeps it · Ai nhận khiếu nại, người đó theo đến cùng",
    ),
    (
        "CARDS",
        "new processor",
        "2021-03-01",
        Some("2021-08-31"),
        Some("2021-09-13"),
        MAI,
        "Move disputes to the processor's portal · Chuyển tra soát sang cổng của đơn vị xử lý",
    ),
    (
        "CARDS",
        "back in house",
        "2022-04-11",
        Some("2022-12-30"),
        None,
        MAI,
        "Take the simple disputes back in house · Tự xử lý lại các tra soát đơn giản",
    ),
    (
        "LOSTCARD",
        "one number",
        "2020-11-09",
        Some("2021-01-29"),
        Some("2021-02-08"),
        MAI,
        "One number for all cards, day and night · Một số điện thoại cho mọi thẻ, cả ngày lẫn đêm",
    ),
    (
        "CALLBACK",
        "plain letters",
        "2021-07-05",
        Some("2021-11-30"),
        Some("2021-11-15"),
        MINH,
        "Letters in plain words · Thư gửi khách viết bằng lời dễ hiểu",
    ),
    (
        "CALLBACK",
        "reasons answered",
        "2022-11-07",
        Some("2023-03-31"),
        Some("2023-03-20"),
        MINH,
        "Answer the five most common reasons before the call · Trả lời trước năm lý do gọi nhiều nhất",
    ),
    (
        "WAIT",
        "new roster",
        "2023-09-04",
        Some("2023-12-29"),
        Some("2024-01-15"),
        NGA,
        "Rosters by the hour, not by the day · Xếp ca theo giờ, không theo ngày",
    ),
    (
        "LOANS",
        "one list",
        "2023-05-08",
        Some("2023-10-31"),
        Some("2023-11-20"),
        TRANG,
        "One list of papers, given on the first day · Một danh mục hồ sơ, đưa ngay ngày đầu",
    ),
    (
        "PRIORITY",
        "two advisers",
        "2023-02-13",
        Some("2023-06-30"),
        Some("2023-06-26"),
        OANH,
        "Two advisers who know each other's customers · Hai tư vấn viên cùng biết khách của nhau",
    ),
    (
        "NEWS",
        "next step",
        "2023-10-02",
        Some("2024-04-30"),
        Some("2024-04-15"),
        MINH,
        "A message after each step, with the next day · Tin nhắn sau mỗi bước, kèm ngày của bước sau",
    ),
    (
        "STAFF",
        "small sums",
        "2024-11-04",
        Some("2025-04-30"),
        Some("2025-05-12"),
        ANH,
        "Refund small sums at the counter · Hoàn các khoản nhỏ ngay tại quầy",
    ),
    (
        "PAPERLESS",
        "opt in",
        "2025-01-13",
        Some("2025-07-31"),
        Some("2025-08-11"),
        OANH,
        "Ask once, switch at once · Hỏi một lần, chuyển ngay",
    ),
    (
        "JP-REMIT",
        "noon cut-off",
        "2021-09-06",
        Some("2022-03-31"),
        Some("2022-03-14"),
        TUAN,
        "Move the cut-off from ten to noon",
    ),
    (
        "JP-DESK",
        "evening desk",
        "2022-01-17",
        Some("2022-06-30"),
        Some("2022-07-04"),
        RUTH,
        "Open until nine on Thursdays",
    ),
    (
        "JP-APP",
        "one sign-in",
        "2022-05-09",
        Some("2022-10-31"),
        Some("2022-10-17"),
        RUTH,
        "One sign-in for both countries",
    ),
    (
        "JP-FEES",
        "amount on arrival",
        "2023-04-10",
        Some("2023-08-31"),
        Some("2023-08-21"),
        VY,
        "Show the amount that arrives",
    ),
    (
        "WAIT",
        "counters by need",
        "2025-09-15",
        Some("2026-03-31"),
        None,
        NGA,
        "Open counters by what people came for · Mở quầy theo nhu cầu của khách",
    ),
    (
        "JP-DESK",
        "Saturday desk",
        "2025-10-06",
        Some("2026-02-27"),
        None,
        RUTH,
        "Open on the first Saturday of the month",
    ),
];

/// Initiative, improvement, day of the act, new date, who, why.
pub(in super::super) type MoveLine =
    (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

pub(in super::super) const MOVES: [MoveLine; 5] = [
    (
        "WAIT",
        "app tickets",
        "2019-09-23",
        "2019-10-25",
        YEN,
        "The ticket machines come a month late · Máy lấy số về chậm một tháng",
    ),
    (
        "ONBOARD",
        "face to face",
        "2020-04-13",
        "2020-06-30",
        KHOA,
        "The suppliers' office is closed · Văn phòng nhà cung cấp đóng cửa",
    ),
    (
        "ONBOARD",
        "face to face",
        "2020-06-22",
        "2020-07-31",
        KHOA,
        "The regulator asks for one more test · Cơ quan quản lý yêu cầu thêm một lần thử",
    ),
    (
        "CARDS",
        "back in house",
        "2022-09-05",
        "2023-06-30",
        MAI,
        "No budget before the new year · Chưa có ngân sách trước năm mới",
    ),
    (
        "PAPERLESS",
        "opt in",
        "2025-07-07",
        "2025-08-15",
        OANH,
        "The printers' contract ends in August · Hợp đồng in hết hạn vào tháng 8",
    ),
];

/// Every improvement.
pub(super) fn tell(story: &mut Story) {
    for line in IMPROVEMENTS {
        improve(story, line);
    }
    dates_move(story);
    mended(story);
}

fn improve(story: &mut Story, (code, name, started, due, delivered, by, title): ImprovementLine) {
    act(story, code, started, by, move |_| C::StartImprovement {
        title: text(title),
        metric: None,
        due: due.map(day),
        on: None,
    })
    .named(name);
    if let Some(delivered) = delivered {
        act(story, code, delivered, by, move |cast| C::DeliverImprovement {
            improvement: cast.improvement(name),
            on: None,
        })
        .named(format!("{name} delivered"));
    }
}

fn dates_move(story: &mut Story) {
    for (code, name, on, due, by, reason) in MOVES {
        act(story, code, on, by, move |cast| C::MoveImprovementDate {
            improvement: cast.improvement(name),
            due: day(due),
            reason: text(reason),
        });
    }
    act(story, "CARDS", "2022-11-14", MAI, |cast| C::AbandonImprovement {
        improvement: cast.improvement("back in house"),
        reason: text("Only one in nine disputes turned out to be simple"),
        on: None,
    });
}

/// An improvement that was none, with the move of its date; a day of delivery corrected.
fn mended(story: &mut Story) {
    act(story, "COMPLAINTS", "2023-09-11", MINH, |_| C::StartImprovement {
        title: text("Answer in two days"),
        metric: None,
        due: Some(day("2023-12-29")),
        on: None,
    })
    .named("two days");
    act(story, "COMPLAINTS", "2023-09-18", MINH, |cast| C::MoveImprovementDate {
        improvement: cast.improvement("two days"),
        due: day("2024-02-29"),
        reason: text("The end of the year is full"),
    });
    act(story, "COMPLAINTS", "2023-09-25", MINH, |cast| {
        C::Annul(Annul {
            event: cast.event("two days"),
            reason: text("A target, not an improvement: nothing is changed by it"),
        })
    });
    act(story, "JP-REMIT", "2022-03-21", TUAN, |cast| {
        C::Correct(Correct {
            event: cast.event("noon cut-off delivered"),
            reason: text("Switched on the Friday before"),
            with: Box::new(C::DeliverImprovement {
                improvement: cast.improvement("noon cut-off"),
                on: Some(day("2022-03-11")),
            }),
        })
    });
}
