//! The files that the story attaches: whole, and what they say to be.

use cxl_domain::event::Sha256Hex;
use cxl_domain::evidence::HEAD_BYTES;
use cxl_domain::time::AsOf;
use cxl_store::attachments::{Attachments, FileName};
use sha2::{Digest, Sha256};

use super::told;

fn read(files: &dyn Attachments, name: FileName) -> Vec<u8> {
    let mut file = files.open(name).unwrap().unwrap_or_else(|| panic!("{name} is not there"));
    let mut bytes = Vec::new();
    while let Some(part) = file.part().unwrap() {
        bytes.extend(part);
    }
    bytes
}

#[tokio::test]
async fn the_files_of_the_story_are_whole_and_of_the_kind_that_they_say() {
    let told = told().await;
    let (now, files) = (AsOf::head(told.now().as_of.effective), told.ledger.attachments().unwrap());
    let programs = told.views.programs().map(|program| program.state.id);
    let evidence = programs.flat_map(|program| told.views.evidence_of(program));
    let mut contents = Vec::new();
    for (_, attached) in evidence.flat_map(|held| held.state.attachments(&now)) {
        let bytes = read(&**files, FileName { program: attached.program.0, sha256: attached.sha256 });
        assert_eq!(Sha256Hex(Sha256::digest(&bytes).into()), attached.sha256);
        assert_eq!(bytes.len() as u64, attached.bytes);
        let head = &bytes[..bytes.len().min(HEAD_BYTES)];
        assert!(attached.media_type.begins(head) && attached.media_type.takes(&bytes));
        contents.push(String::from_utf8(bytes).unwrap());
    }
    assert_eq!(contents.len(), 3);
    assert_eq!(files.list().unwrap().len(), 3, "nothing else lies there");
    let queue = contents.iter().find(|content| content.starts_with("Tháng;")).unwrap();
    assert_eq!(queue.lines().count(), 1 + 24, "{queue}");
    assert!(queue.lines().nth(1).unwrap().starts_with("2022-12;"), "{queue}");
}
