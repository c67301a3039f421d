//! Files that people attached to what they provided: figures as they stood in the ledger that day, the form
//! of a survey, what interviews counted.

use chrono::NaiveDate;
use cxl_domain::evidence::MediaType;
use cxl_ledger::query::Inquiry;

use crate::cast::Cast;
use crate::dice::Dice;
use crate::story::{File, Story};

/// Evidence by its name in the story, what the file is called, its kind, and who writes what into it.
type Attached = (&'static str, &'static str, MediaType, fn(&Cast, &Inquiry<'_>) -> String);

const FILES: [Attached; 3] = [
    ("R4 of WAIT 2024-12-31", "Chờ tại quầy, trước và sau.csv", MediaType::Csv, queue_before_and_after),
    ("E2 of VN 2024-09-30", "Phiếu khảo sát quý 3-2024.txt", MediaType::Text, survey),
    ("R1 of JP-REMIT 2023-06-30", "What thirty senders said.csv", MediaType::Csv, interviews),
];

/// Attaches the files of a piece of evidence, as who provided it and on the same day.
pub(super) fn attach(story: &mut Story, evidence: &str, by: &'static str, on: NaiveDate) {
    for (about, name, media_type, content) in FILES.into_iter().filter(|(about, ..)| *about == evidence) {
        story.attach(on, by, move |cast, inquiry| File {
            evidence: cast.evidence(about),
            name,
            media_type,
            content: content(cast, inquiry),
        });
    }
}

/// The last two years of readings with the target of each month, as the ledger shows them on that day.
fn queue_before_and_after(cast: &Cast, inquiry: &Inquiry<'_>) -> String {
    let wait = cast.metric("WAIT-MIN");
    let (held, _) = inquiry.metric(wait).expect("the queue is measured");
    let headline = held.state.headline(&inquiry.as_of).expect("the queue has a headline series");
    let readings = inquiry.readings(wait, headline);
    let mut csv = "Tháng;Số phút chờ trung bình;Chỉ tiêu\n".to_owned();
    for reading in readings.iter().skip(readings.len().saturating_sub(24)) {
        let last = reading.period.to();
        let target = held.state.target(&inquiry.as_of.on(last));
        let target = target.map(|target| target.value.to_string()).unwrap_or_default();
        let line = format!("{};{};{target}\n", last.format("%Y-%m"), reading.value.round_dp(1));
        // A spreadsheet in Vietnamese reads a comma as the decimal sign.
        csv += &line.replace('.', ",");
    }
    csv
}

/// What is asked in every channel.
fn survey(_: &Cast, _: &Inquiry<'_>) -> String {
    "Ngân hàng Bến Thuyền · Phiếu khảo sát sau giao dịch, quý 3 năm 2024\n\
     Cùng ba câu hỏi tại quầy, trong ứng dụng, qua tin nhắn và qua tổng đài.\n\n\
     1. Anh/chị sẵn lòng giới thiệu ngân hàng cho bạn bè ở mức nào? (0 đến 10)\n\
     2. Hôm nay anh/chị muốn làm xong việc gì?\n\
     3. Việc đó đã xong chưa? Nếu chưa: còn vướng ở đâu?\n\n\
     Gửi đi một tuần sau giao dịch, mỗi khách hàng nhiều nhất một lần một quý.\n\
     Không hỏi tên; câu trả lời không được dùng để chấm điểm nhân viên.\n"
        .to_owned()
}

/// What senders of money named, and how many of thirty did.
fn interviews(_: &Cast, _: &Inquiry<'_>) -> String {
    let mut dice = Dice::named("interviews with senders");
    let named = [
        ("Nobody says when the money arrives", 14),
        ("The fee is known only afterwards", 9),
        ("A name without marks is sent back", 6),
        ("The form asks again what it asked last month", 4),
    ];
    let lines = named.map(|(what, about)| format!("{what},{}\n", about + dice.below(4)));
    format!("What they named,Of 30 senders\n{}", lines.concat())
}
