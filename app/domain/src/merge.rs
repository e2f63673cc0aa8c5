//! Two people change the same thing: what comes of it, field by field.

/// A field after two people worked on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merged<T> {
    /// Neither changed it, only one did, or both to the same.
    Agreed(T),
    /// Both changed it, to different things.
    Conflict {
        /// What the later one wants.
        mine: T,
        /// What it has become meanwhile.
        theirs: T,
    },
}

/// Joins two changes of what both began with.
pub fn merge<T: PartialEq>(base: &T, mine: T, theirs: T) -> Merged<T> {
    if mine == *base || mine == theirs {
        Merged::Agreed(theirs)
    } else if theirs == *base {
        Merged::Agreed(mine)
    } else {
        Merged::Conflict { mine, theirs }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_two_different_changes_are_a_conflict() {
        assert_eq!(merge(&"a", "a", "a"), Merged::Agreed("a"));
        assert_eq!(merge(&"a", "b", "a"), Merged::Agreed("b"));
        assert_eq!(merge(&"a", "a", "c"), Merged::Agreed("c"));
        assert_eq!(merge(&"a", "b", "b"), Merged::Agreed("b"));
        assert_eq!(merge(&"a", "b", "c"), Merged::Conflict { mine: "b", theirs: "c" });
    }

    proptest! {
        /// Nothing that either typed is lost, and whose turn it is makes no difference to what is agreed.
        #[test]
        fn no_change_is_lost(base in 0_u8..3, mine in 0_u8..3, theirs in 0_u8..3) {
            match merge(&base, mine, theirs) {
                Merged::Agreed(value) => {
                    prop_assert!(mine == base || value == mine);
                    prop_assert!(theirs == base || value == theirs);
                    prop_assert_eq!(merge(&base, theirs, mine), Merged::Agreed(value));
                }
                Merged::Conflict { .. } => prop_assert!(mine != theirs && mine != base && theirs != base),
            }
        }
    }
}
