//! Words that the scripts say themselves.

use std::collections::BTreeMap;

use app::i18n::Lang;
use wasm_bindgen::prelude::wasm_bindgen;

/// Words by name, as JSON. Where something is told, `{why}` stands for it.
#[wasm_bindgen]
pub fn words(lang: &str) -> String {
    let lang = Lang::from_code(lang).unwrap_or_default();
    let not_kept = lang.phone_not_kept("{why}");
    let not_loaded = lang.phone_not_loaded("{why}");
    let words = BTreeMap::from([
        ("title", lang.phone_title()),
        ("sign_in", lang.account_sign_in()),
        ("taking", lang.phone_taking()),
        ("taken", lang.phone_taken()),
        ("not_taken", lang.phone_not_taken()),
        ("not_copied", lang.phone_not_copied()),
        ("take_sign_in", lang.phone_take_sign_in()),
        ("loaded", lang.phone_loaded()),
        ("not_loaded", &not_loaded),
        ("loaded_exists", lang.phone_loaded_exists()),
        ("loaded_bad", lang.phone_loaded_bad()),
        ("discard_sure", lang.phone_discard_sure()),
        ("photo_mark", lang.phone_photo_mark()),
        ("photo_cover", lang.phone_photo_cover()),
        ("photo_use", lang.phone_photo_use()),
        ("photo_cancel", lang.phone_photo_cancel()),
        ("photo_hint", lang.phone_photo_hint()),
        ("photo_bad", lang.phone_photo_bad()),
        ("full", lang.phone_full()),
        ("not_kept", &not_kept),
        ("other_tab", lang.phone_other_tab()),
        ("closed_tab", lang.phone_closed_tab()),
    ]);
    serde_json::to_string(&words).unwrap_or_default()
}
