//! Into which class of a coloured map a value falls.

/// Classes of a share in percent: equal steps, and what is reached in full by itself.
pub const SHARES: [(u32, u32); 5] = [(0, 24), (25, 49), (50, 74), (75, 99), (100, u32::MAX)];

/// Classes with about as many values in each, at most so many, as the least and the greatest value in them. Equal values are
/// never in two classes; there are fewer where the values do not differ enough.
pub fn quantiles(values: &[u32], most: usize) -> Vec<(u32, u32)> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let mut classes: Vec<(usize, u32, u32)> = Vec::new();
    for value in &sorted {
        let below = sorted.partition_point(|other| other < value);
        let class = below * most / sorted.len();
        match classes.last_mut() {
            Some((last, _, greatest)) if *last == class => *greatest = *value,
            _ => classes.push((class, *value, *value)),
        }
    }
    classes.into_iter().map(|(_, least, greatest)| (least, greatest)).collect()
}

/// The class of a value, from 0.
pub fn class_of(classes: &[(u32, u32)], value: u32) -> Option<usize> {
    classes.iter().position(|(least, greatest)| (*least..=*greatest).contains(&value))
}
