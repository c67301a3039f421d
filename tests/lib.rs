//! Whole flows live in `flows/`.
