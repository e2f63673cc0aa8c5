//! Lists that a mapping file of ours reads.

use std::sync::LazyLock;

use super::mapping::Mapping;

/// A mapping that ships with the program.
#[derive(Debug)]
pub struct Known {
    /// The name of its file.
    pub id: &'static str,
    /// The mapping.
    pub mapping: Mapping,
}

const FILES: [(&str, &str); 8] = [
    ("longgang_reported", include_str!("../../../data/mappings/longgang_reported.toml")),
    ("seoul", include_str!("../../../data/mappings/seoul.toml")),
    ("tokyo", include_str!("../../../data/mappings/tokyo.toml")),
    ("taipei", include_str!("../../../data/mappings/taipei.toml")),
    ("taiwan", include_str!("../../../data/mappings/taiwan.toml")),
    ("korea_sooyusil", include_str!("../../../data/mappings/korea_sooyusil.toml")),
    ("amap", include_str!("../../../data/mappings/amap.toml")),
    ("singapore", include_str!("../../../data/mappings/singapore.toml")),
];

static KNOWN: LazyLock<Vec<Known>> =
    LazyLock::new(|| FILES.iter().filter_map(|(id, toml)| toml.parse().ok().map(|mapping| Known { id, mapping })).collect());

/// All of them.
pub fn known() -> &'static [Known] {
    &KNOWN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_mapping_is_read() {
        assert_eq!(known().len(), FILES.len());
    }
}
