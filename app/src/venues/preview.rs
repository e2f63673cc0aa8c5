//! What a list would do, known again when it is done.

use domain::Digest;
use domain::venues::Plan;
use serde_json::{Value, json};

/// Of all that a plan would write and leave: what is written must be what was seen. The ids of new venues are not in it.
pub(super) fn digest(plan: &Plan<'_>) -> Digest {
    let changed: Vec<Value> = plan
        .changed
        .iter()
        .map(|change| json!([change.row, change.old.id, change.old.details, change.new, change.key, change.again]))
        .collect();
    let gone: Vec<_> = plan.gone.iter().map(|venue| venue.id).collect();
    Digest::of(json!([plan.added, changed, plan.same, gone, plan.refused]).to_string().as_bytes())
}
