//! Words: what lists may say for ours, and what stops an import, in the visitor's language.

use domain::{Access, Entry, Facility, Kind, Stage, Tri, VenueType, Word};

use super::settings::Unreadable;
use crate::exchange::{ExchangeError, Words};
use crate::i18n::Lang;

/// Words that lists have besides our own labels, for columns with words of their own.
const OTHERS: [(&str, &str, &str); 22] = [
    ("kind", "独立式", "independent"),
    ("kind", "独立", "independent"),
    ("kind", "移动式", "mobile_pod"),
    ("kind", "移动舱", "mobile_pod"),
    ("kind", "家庭卫生间", "third_toilet"),
    ("stage", "已建成", "open"),
    ("stage", "使用中", "open"),
    ("stage", "正常使用", "open"),
    ("stage", "在建", "building"),
    ("stage", "停用", "suspended"),
    ("venue_type", "医院", "hospital"),
    ("venue_type", "医疗机构", "hospital"),
    ("venue_type", "交通枢纽", "transport"),
    ("venue_type", "地铁站", "transport"),
    ("venue_type", "政务服务", "government"),
    ("venue_type", "公园", "park"),
    ("venue_type", "文体场馆", "culture_sports"),
    ("venue_type", "商场", "mall"),
    ("venue_type", "商业综合体", "mall"),
    ("venue_type", "写字楼", "office"),
    ("who", "不限", "everyone"),
    ("who", "限女性", "women_only"),
];

/// What a list may say for our words: the words, their labels in both languages, and what is usual.
pub(crate) fn words() -> Words {
    fn all<T: Word>(label: impl Fn(Lang, T) -> &'static str) -> Vec<(String, &'static str)> {
        let labels = |value: &T| {
            [value.word(), label(Lang::Zh, *value), label(Lang::En, *value)].map(|text| (text.to_owned(), value.word()))
        };
        T::ALL.iter().flat_map(labels).collect()
    }
    let mut words = Words::from([
        ("kind", all::<Kind>(Lang::kind)),
        ("stage", all::<Stage>(Lang::stage)),
        ("venue_type", all::<VenueType>(Lang::venue_type)),
        ("access", all::<Access>(Lang::access)),
        ("who", all::<Entry>(Lang::entry)),
        ("paid_area", all::<Tri>(Lang::paid_area)),
    ]);
    for (column, theirs, ours) in OTHERS {
        words.entry(column).or_default().push((theirs.to_owned(), ours));
    }
    words
}

impl Lang {
    /// What a column can be chosen to be.
    pub(super) fn import_target(self, target: &str) -> &'static str {
        if let Ok(facility) = Facility::from_word(target) {
            return self.facility(facility);
        }
        match target {
            "" => self.import_leave(),
            "key" => self.import_key(),
            "stage" => self.import_stage(),
            "stage_note" => self.import_stage_note(),
            "street_name" => self.import_street_name(),
            "street_code" => self.import_street_code(),
            "street_inside" => self.import_street_inside(),
            "community_name" => self.build_community(),
            "lon_lat" => self.import_lon_lat(),
            "lat_lon" => self.import_lat_lon(),
            "hours_text" => self.import_hours_text(),
            "days_text" => self.import_days_text(),
            "as_of" => self.import_as_of(),
            "photo" => self.import_photo(),
            "id" | "code" | "level" | "source" | "source_key" | "demo" => self.import_own_column(target),
            other => self.column(other),
        }
    }

    fn import_own_column(self, name: &str) -> &'static str {
        match name {
            "id" => "ID",
            "code" => self.import_code(),
            "level" => self.import_level(),
            "source" => self.import_source(),
            "source_key" => self.import_key(),
            _ => self.import_demo(),
        }
    }

    /// Why a file cannot be read.
    pub(super) fn import_unreadable(self, error: &Unreadable) -> String {
        match error {
            Unreadable::Chosen(_) => self.import_wrong_chosen().to_owned(),
            Unreadable::File(error) => self.import_no_file(error),
        }
    }

    /// As [`Lang::import_unreadable`], of the file alone.
    pub(crate) fn import_no_file(self, error: &ExchangeError) -> String {
        match error {
            ExchangeError::Empty => self.import_wrong_empty().to_owned(),
            ExchangeError::TooBig { most, .. } => self.import_wrong_big(most >> 20),
            ExchangeError::TooManyRows { most } => self.import_wrong_many(most),
            ExchangeError::NotText { .. } => self.import_wrong_kind().to_owned(),
            ExchangeError::Encoding { line, .. } => self.import_wrong_encoding(line),
            ExchangeError::Header(what) | ExchangeError::Format { name: what } => self.import_wrong_header(what),
            ExchangeError::MissingColumn { column, .. } => self.import_wrong_column(column),
            ExchangeError::Json(what) => self.import_wrong_json(what),
            ExchangeError::Csv(what) => self.import_wrong_csv(what),
            ExchangeError::Workbook(what) => self.import_wrong_workbook(what),
            ExchangeError::NoRows => self.import_wrong_rows().to_owned(),
        }
    }

    /// Why a row is refused. Reasons are written in English where they arise; here the frequent ones get Chinese words, and
    /// a rare one stands behind a Chinese sentence.
    pub(super) fn import_reason(self, reason: &str) -> String {
        if self.is_english() {
            return reason.to_owned();
        }
        let known: [(&str, &str); 24] = [
            ("must not be empty", self.import_why_empty()),
            ("is empty, and is the key", self.import_why_no_key()),
            ("is neither a yes, a no", self.import_why_yes_no()),
            ("is on no list", self.import_why_word()),
            ("is none of", self.import_why_word()),
            ("look swapped", self.import_why_swapped()),
            ("only one of longitude", self.import_why_half()),
            ("a position needs", self.import_why_half()),
            ("numbers in degrees", self.import_why_degrees()),
            ("number in degrees", self.import_why_degrees()),
            ("a Point or null", self.import_why_degrees()),
            ("is no street", self.import_why_street()),
            ("no street of", self.import_why_street()),
            ("no community of", self.import_why_community()),
            ("lies in street", self.import_why_community()),
            ("has the same: one row a room", self.import_why_twice()),
            ("square metres", self.import_why_area()),
            ("whole number", self.import_why_whole()),
            ("is no date", self.import_why_date()),
            ("day such as", self.import_why_date()),
            ("by a list", self.import_why_stage()),
            ("needs a reason in stage_note", self.import_why_reason()),
            ("codes do not change", self.import_why_code()),
            ("belongs to", self.import_why_belongs()),
        ];
        known
            .iter()
            .find(|(words, _)| reason.contains(words))
            .map_or_else(|| self.import_why_other(reason), |(_, told)| (*told).to_owned())
    }
}
