//! How far two judges agree.

use std::collections::BTreeMap;

/// Agreement of two judges on the same things.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// Things that both judged.
    pub n: usize,
    /// How many of them alike.
    pub alike: usize,
    /// Cohen's κ, from -1 to 1: how much more they agree than by chance. `None` where it is not defined: nothing was
    /// judged, or both gave one and the same judgement throughout.
    pub kappa: Option<f64>,
}

/// κ = (`p_o` − `p_e`) / (1 − `p_e`), with `p_o` the share judged alike and `p_e` the share expected by chance from how often
/// each judge uses each judgement. Cohen, J. (1960): A coefficient of agreement for nominal scales. Educational and
/// Psychological Measurement 20 (1), 37–46.
pub fn agreement<T: Ord>(pairs: &[(T, T)]) -> Agreement {
    let n = pairs.len();
    let alike = pairs.iter().filter(|(a, b)| a == b).count();
    let mut used: BTreeMap<&T, (u64, u64)> = BTreeMap::new();
    for (a, b) in pairs {
        used.entry(a).or_default().0 += 1;
        used.entry(b).or_default().1 += 1;
    }
    // In whole numbers until the one division: n² p_e and n² p_o.
    let (n64, alike64) = (n as u64, alike as u64);
    let (square, chance) = (n64 * n64, used.values().map(|(a, b)| a * b).sum::<u64>());
    #[expect(clippy::cast_precision_loss, reason = "a round has thousands of judgements, not 2^52")]
    let kappa = (chance < square).then(|| ((alike64 * n64) as f64 - chance as f64) / (square - chance) as f64);
    Agreement { n, alike, kappa }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_worked_example() {
        // 50 things: 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no. p_o = 0.7, p_e = 0.5, κ = 0.4.
        let times = [(20, (true, true)), (5, (true, false)), (10, (false, true)), (15, (false, false))];
        let pairs: Vec<_> = times.into_iter().flat_map(|(count, pair)| std::iter::repeat_n(pair, count)).collect();
        let found = agreement(&pairs);
        assert_eq!((found.n, found.alike), (50, 35));
        assert!((found.kappa.unwrap() - 0.4).abs() < 1e-12);
    }

    #[test]
    fn it_is_not_defined_where_chance_explains_everything() {
        assert_eq!(agreement::<bool>(&[]).kappa, None);
        assert_eq!(agreement(&[(true, true); 9]), Agreement { n: 9, alike: 9, kappa: None });
        assert_eq!(agreement(&[(true, false); 9]).kappa, Some(0.0));
    }

    proptest! {
        #[test]
        fn kappa_stays_in_range_whoever_comes_first(pairs in proptest::collection::vec((0..4_u8, 0..4_u8), 0..60)) {
            let found = agreement(&pairs);
            let turned: Vec<_> = pairs.iter().map(|(a, b)| (*b, *a)).collect();
            prop_assert_eq!(found, agreement(&turned));
            if let Some(kappa) = found.kappa {
                prop_assert!((-1.0..=1.0).contains(&kappa));
                prop_assert_eq!(found.alike == found.n, (kappa - 1.0).abs() < 1e-12);
            }
        }
    }
}
