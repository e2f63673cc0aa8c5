//! What an import says.

use std::fmt::Display;

use app::exchange::Plan;
use app::imports::Done;

use crate::out;

/// Rows shown of each kind unless all are wanted.
const SHOWN: usize = 20;

/// What would be done, row by row.
pub(super) fn plan(plan: &Plan<'_>, all: bool) {
    let most = if all { usize::MAX } else { SHOWN };
    list("added", plan.added.iter().map(|added| format!("{} (row {}) {}", added.room.code, added.row, added.room.name.zh)), most);
    let changed = plan.changed.iter();
    list("changed", changed.map(|change| format!("{} (row {}) {}", change.old.code, change.row, change.fields.join(", "))), most);
    list("refused", plan.refused.iter(), most);
    list("left out", plan.dropped.iter(), most);
}

fn list<T: Display>(word: &str, mut lines: impl ExactSizeIterator<Item = T>, most: usize) {
    for line in lines.by_ref().take(most) {
        out::say!("{word:<9} {line}");
    }
    if lines.len() > 0 {
        out::say!("{word:<9} … and {} more (--verbose lists all)", lines.len());
    }
}

/// The sums, and what to do next.
pub(super) fn done(done: &Done, is_dry: bool) {
    let Done { added, changed, unchanged, refused, dropped, .. } = done;
    out::say!("{added} added, {changed} changed, {unchanged} unchanged, {refused} refused; {dropped} values left out");
    if done.demo_closed > 0 {
        out::say!("{} demonstration rooms closed", done.demo_closed);
    }
    if is_dry {
        out::say!("dry run: nothing was written");
    }
    if done.demo_left > 0 {
        out::hint!(
            "{} demonstration rooms stay, and so does the banner: `--replace-demo` closes them when the real rooms are in",
            done.demo_left
        );
    }
}
