//! What a column probably is, by its name in Chinese, English, Japanese or Korean.

use domain::{Facility, Word};

use super::chosen::TARGETS;
use super::names::fold;

/// Names as lists have them, folded and in lower case, longer and rarer ones before what they hold.
const NAMES: &[(&str, &str)] = &[
    (
        "母婴室名称 哺乳室名称 房间名称 名称 名稱 场所名称 場所名稱 機構名稱 机构名称 施設名 シセツ名 name roomname title 수유실명",
        "name_zh",
    ),
    ("英文名称 英文名 名称_英字 name_en english", "name_en"),
    ("编号 編號 序列号 房间编号 key id _id", "key"),
    ("类型 房间类型 母婴室类型 性质 roomtypename", "kind"),
    ("状态 建设状态 阶段", "stage"),
    ("所属场所 场所 所在场所 单位 单位名称 建筑名称 venue building 역명", "venue_zh"),
    ("场所类型 场所类别 單位類別 类别 venue_type category 種別", "venue_type"),
    ("建筑面积 建筑面积(m2) 场所面积 总建筑面积 floor_area", "venue_area_m2"),
    ("日客流量 客流量 日人流量 日均客流 人流量 visitors", "venue_visitors_per_day"),
    ("街道 街道办 所属街道 所在街道 镇街 street", "street_name"),
    ("街道代码 street_code", "street_code"),
    ("社区 所属社区 社区名称 community", "community_name"),
    ("地址 详细地址 所在地址 具体地址 所在地 住所 address addr 주소 所在地_連結表記 大道/路/街/地区", "address"),
    ("经度 經度 経度 lon lng longitude gpslong 경도", "lon"),
    ("纬度 緯度 lat latitude gpslat 위도", "lat"),
    ("coordinates lnglat 坐标 经纬度", "lon_lat"),
    ("楼层 樓層 所在楼层 階 层 floor floor_level 樓（之~）", "floor"),
    ("位置 具体位置 位置指引 位置说明 怎么走 路线 상세위치 way location_note", "way_zh"),
    ("进入方式 access", "access"),
    ("注意事项 注意事項 貼心小提醒 备注 備註 備考 说明 note notes remarks 비고", "access_note"),
    ("父亲可进 爸爸可进 利用対象 適用對象 fatherusenm who target_users", "who"),
    (
        "开放时间 開放時間 服务时间 营业时间 利用可能時間 개방시간 이용시간 hours open_hours opening_hours 時間 开放时段",
        "hours_text",
    ),
    ("开放日 利用可能日 利用可能曜日 available_days", "days_text"),
    ("面积 使用面积 母婴室面积 面积(m2) 面积(平方米) 面積 area 면적(제곱미터)", "area_m2"),
    ("数据日期 更新日期 核实日期 last_verified_at confirm_date 更新时间", "as_of"),
    (
        "婴儿护理台 尿布台 换尿布台 护理台 おむつ交換台 has_diaper_table has_changing_table changing_station 비품(기저귀교환대)",
        "changing_table",
    ),
    ("热水 熱水 饮水机 温奶 has_hot_water water_dispenser 給湯", "hot_water"),
    ("洗手台 洗手盆 水槽 sink has_sink 洗手設施", "basin"),
    ("可上锁 可反锁 门锁 門鎖 has_lock 授乳室の施錠 nursing_room_lock", "lockable"),
    ("帘子 遮挡帘 布帘 비품(수유용칸막이)", "curtain"),
    ("垃圾桶 有盖垃圾桶 비품(기저귀수거함)", "bin"),
    ("哺乳座椅 沙发 座椅 비품(1인용소파)", "nursing_seat"),
    ("桌子 置物台 비품(탁자)", "table"),
];

/// What a column of this name probably is; empty where nothing tells.
pub fn guess(name: &str) -> &'static str {
    let name = fold(name).to_lowercase();
    let ours = TARGETS.iter().copied().chain(Facility::ALL.iter().map(|facility| facility.word()));
    if let Some(same) = ours.into_iter().find(|target| *target == name) {
        return same;
    }
    let named = |words: &str| words.split_whitespace().any(|word| fold(word).to_lowercase() == name);
    NAMES.iter().find(|(words, _)| named(words)).map_or("", |(_, target)| target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_by_what_lists_call_them() {
        for (name, target) in [
            ("名称", "name_zh"),
            (" 经 度 ", "lon"),
            ("Address", "address"),
            ("開放時間", "hours_text"),
            ("면적(제곱미터)", "area_m2"),
            ("hot_water", "hot_water"),
            ("电话", ""),
        ] {
            assert_eq!(guess(name), target, "{name}");
        }
    }

    #[test]
    fn every_guess_can_be_chosen() {
        for (_, target) in NAMES {
            assert!(TARGETS.contains(target) || Facility::from_word(target).is_ok(), "{target}");
        }
    }
}
