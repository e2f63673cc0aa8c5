//! The columns of a list of venues.

/// The columns, each by the names under which it is read; the first is that of our template.
pub(super) const COLUMNS: [&[&str]; 12] = [
    &["key", "编号", "编码", "场所编号", "场所编码"],
    &["name", "名称", "场所名称", "单位名称", "场所", "单位", "建筑名称", "name_zh", "venue"],
    &["name_en", "英文名称", "英文名", "english"],
    &["street", "街道", "所属街道", "所在街道", "街道办", "镇街", "街道代码", "street_code"],
    &["community", "社区", "所属社区", "所在社区", "社区代码"],
    &["type", "类型", "场所类型", "场所类别", "类别", "venue_type"],
    &[
        "area_m2",
        "建筑面积",
        "建筑面积(平方米)",
        "建筑面积(㎡)",
        "建筑面积(m2)",
        "场所面积",
        "总建筑面积",
        "面积",
        "floor_area",
        "venue_area_m2",
    ],
    &[
        "visitors_per_day",
        "日客流量",
        "日客流量(人)",
        "日客流量(人次)",
        "客流量",
        "日均客流量",
        "日均客流",
        "日人流量",
        "人流量",
        "visitors",
    ],
    &["frequented", "经常有母婴逗留", "是否经常有母婴逗留", "母婴逗留", "often_mothers_and_infants"],
    &["address", "地址", "详细地址", "所在地址"],
    &["lon", "经度", "lng", "longitude"],
    &["lat", "纬度", "latitude"],
];
pub(super) const KEY: usize = 0;
pub(super) const NAME: usize = 1;
pub(super) const NAME_EN: usize = 2;
pub(super) const STREET: usize = 3;
pub(super) const COMMUNITY: usize = 4;
pub(super) const TYPE: usize = 5;
pub(super) const AREA: usize = 6;
pub(super) const VISITORS: usize = 7;
pub(super) const FREQUENTED: usize = 8;
pub(super) const ADDRESS: usize = 9;
pub(super) const LON: usize = 10;
pub(super) const LAT: usize = 11;

/// The columns of our template, and of the export.
pub(in crate::venues) fn head() -> [&'static str; 12] {
    COLUMNS.map(|names| names[0])
}
