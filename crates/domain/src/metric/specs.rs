//! What may and may not be recorded about an metric.
