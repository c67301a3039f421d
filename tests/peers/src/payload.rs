//! What every peer stores for an event: a reading as the ledger writes it, in 190 bytes of body and 350 of metadata.

/// The name of its type.
pub(crate) const TYPE: &str = "metric.reading-recorded.v1";

/// The fact.
pub(crate) const BODY: &str = concat!(
    r#"{"by":"01900000-0000-4000-8000-000000000001","fact":{"series":{"definition":1},"period":"#,
    r#"{"from":"2031-03-01","to":"2031-03-31"},"figures":{"ratio":{"numerator":"812","denominator":"9045"}}}}"#,
);

/// Who did it, why that was allowed, and what seals it.
pub(crate) const META: &str = concat!(
    r#"{"actor":{"person":"01900000-0000-4000-8000-000000000001"},"command":"01900000-0000-4000-8000-000000000002","#,
    r#""fingerprint":"4f1c0a7be2d958364f1c0a7be2d95836","recorded":"2031-04-01T09:30:00.000001Z","basis":524288,"rule":"#,
    r#""readings.record.department","blind":"9b71d224bd62f3785d96d46ad3ea3d73319bfbc2890caadae2dff72519673ca7","#,
    r#""zone":"Asia/Ho_Chi_Minh"}"#,
);

const _: () = assert!(BODY.len() == 190 && META.len() == 350, "the sizes that the figures are told for");
