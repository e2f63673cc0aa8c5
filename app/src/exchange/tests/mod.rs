//! Files end to end: our own formats there and back, the lists in the shared folder, and every trap seen in the field.

mod foreign;
mod own;
mod real;
mod stations;

use domain::Region;

fn region(id: &str) -> Region {
    let path = format!("{}/../data/regions/{id}.toml", env!("CARGO_MANIFEST_DIR"));
    toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn mapping(name: &str) -> super::Mapping {
    let path = format!("{}/../data/mappings/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    super::Mapping::open(path.as_ref()).unwrap()
}
