//! How large a workbook is once it is unpacked: a small file may hold a very large one.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use quick_xml::events::Event;
use quick_xml::events::attributes::{AttrError, Attribute};
use zip::ZipArchive;

/// The most bytes that a workbook may have unpacked.
const MAX_UNPACKED: u64 = 500_000_000;

/// The most parts of a workbook.
const MAX_PARTS: usize = 2_000;

/// The most different texts of a workbook.
const MAX_TEXTS: u64 = 10_000_000;

/// Whether the parts of a workbook, unpacked, are of a size that can be read. What the file says of their
/// sizes is not believed: they are unpacked and counted.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    if archive.len() > MAX_PARTS {
        return Err(format!("it has {} parts, more than {MAX_PARTS}", archive.len()));
    }
    let mut left = MAX_UNPACKED;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|error| error.to_string())?;
        let size = io::copy(&mut part.by_ref().take(left + 1), &mut io::sink())
            .map_err(|error| format!("a part of it can't be unpacked ({error})"))?;
        left = left
            .checked_sub(size)
            .ok_or_else(|| format!("unpacked it is larger than {MAX_UNPACKED} bytes; split it"))?;
        let holds_texts =
            part.name().is_ok_and(|name| name.to_ascii_lowercase().ends_with("sharedstrings.xml"));
        drop(part);
        if holds_texts {
            let part = archive.by_index(index).map_err(|error| error.to_string())?;
            claims_few_texts(BufReader::new(part))?;
        }
    }
    Ok(())
}

/// Whether the part of shared texts says that there are as many as can be, or does not say: room is made for
/// as many before any is read. It is read as the workbook's reader reads it, so that both see the same claim.
fn claims_few_texts(part: impl BufRead) -> Result<(), String> {
    let too_many = || format!("it does not say that it has at most {MAX_TEXTS} different texts");
    let mut reader = quick_xml::Reader::from_reader(part);
    reader.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|error| error.to_string())? {
            Event::Start(tag) if tag.local_name().as_ref() == "sst" => {
                let is_few = |claim: Result<Attribute<'_>, AttrError>| {
                    claim.is_ok_and(|claim| {
                        claim.key.as_ref() != "uniqueCount"
                            || claim.value.parse::<u64>().is_ok_and(|texts| texts <= MAX_TEXTS)
                    })
                };
                return if tag.attributes().with_checks(false).all(is_few) {
                    Ok(())
                } else {
                    Err(too_many())
                };
            }
            Event::Eof => return Err(too_many()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn packed(parts: &[(&str, &[u8], usize)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content, times) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            for _ in 0..*times {
                writer.write_all(content).unwrap();
            }
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn a_small_file_that_unpacks_to_a_very_large_one_is_refused() {
        let zeros = vec![0; 1_000_000];
        let bomb = packed(&[("xl/worksheets/sheet1.xml", &zeros, 501)]);
        assert!(bomb.len() < 5_000_000);
        let refused = check(&bomb).unwrap_err();
        assert!(refused.contains("larger than 500000000 bytes"), "{refused}");
        assert_eq!(check(&packed(&[("xl/workbook.xml", b"<workbook/>", 1)])), Ok(()));
    }

    #[test]
    fn a_claim_of_more_texts_than_there_can_be_is_refused() {
        let claiming = |head: &str| check(&packed(&[("xl/sharedStrings.xml", head.as_bytes(), 1)]));
        assert_eq!(claiming("<?xml version=\"1.0\"?><sst count=\"3\" uniqueCount=\"2\"><si/></sst>"), Ok(()));
        assert_eq!(claiming("<x:sst\n uniqueCount = '2'>"), Ok(()));
        assert_eq!(claiming("<sst>"), Ok(()));
        assert_eq!(claiming("<!-- <sst uniqueCount=\"9999999999999\"> --><sst a=\">\">"), Ok(()));
        for head in [
            "<!-- <sst> --><sst uniqueCount=\"9999999999999\">",
            "<sst a=\">\" uniqueCount=\"9999999999999\"/>",
            "<sst uniqueCount=\"2\" uniqueCount=\"9999999999999\">",
            "<sst uniqueCount=\"9999999999999\">",
            "<sst uniqueCount=\"99999999999999999999999\">",
            "<si>",
            "",
        ] {
            assert!(claiming(head).is_err(), "{head}");
        }
    }

    #[test]
    fn what_is_no_archive_or_has_too_many_parts_is_refused() {
        assert!(check(b"code,name\n").is_err() && check(b"").is_err());
        let names: Vec<_> = (0..=MAX_PARTS).map(|number| number.to_string()).collect();
        let parts: Vec<_> = names.iter().map(|name| (name.as_str(), b"".as_slice(), 1)).collect();
        assert!(check(&packed(&parts)).unwrap_err().contains("parts"));
    }
}
