//! The closed lists of words that clauses are written in.

use crate::words::words;

words! {
    /// How much of a text was in front of whoever encoded it.
    TextStatus {
        /// Its own words.
        Read = "read",
        /// A summary by somebody else.
        Secondary = "secondary",
        /// Its scope only.
        ScopeOnly = "scope_only",
        /// Its title only.
        TitleOnly = "title_only",
        /// Nothing: no threshold may come from it.
        NotRead = "not_read",
    }
}

words! {
    /// How strongly the text itself asks.
    Level {
        /// 应, 应当, 必须.
        Mandatory = "mandatory",
        /// 禁止, 不得.
        Prohibition = "prohibition",
        /// In the national list of basic equipment.
        MandatoryBasic = "mandatory_basic",
        /// An item of another city's scoring sheet.
        Sheet = "sheet",
        /// Mandatory in another place.
        MandatoryElsewhere = "mandatory_elsewhere",
        /// 宜, 可, 鼓励.
        Recommended = "recommended",
        /// States what is usual.
        Descriptive = "descriptive",
        /// Its text was not read.
        NotRead = "not_read",
    }
}

words! {
    /// What force it has in Longgang.
    Force {
        /// A law with penalties.
        Law = "law",
        /// National guidance, without a fine.
        Guidance = "guidance",
        /// A recommended standard of the province.
        Provincial = "provincial",
        /// Mandatory for accessible doors; extended to every room by us.
        Extended = "extended",
        /// A recommendation.
        Recommended = "recommended",
        /// None: a benchmark from another place, or ours.
        Benchmark = "benchmark",
        /// Not known before its text is read.
        Pending = "pending",
    }
}

words! {
    /// Where a clause's points go.
    Role {
        /// The construction half.
        Construction = "construction",
        /// The management half.
        Management = "management",
        /// On top, shown apart.
        Bonus = "bonus",
        /// No points.
        Record = "record",
    }
}

words! {
    /// Whose the points are.
    PointsBy {
        /// Published for this item.
        Published = "published",
        /// A published block of points, split by us.
        Block = "block",
        /// Ours.
        Ours = "ours",
        /// The law's, for a gate.
        Law = "law",
    }
}

words! {
    /// When a clause applies.
    Applies {
        /// In venues that must have a room.
        Duty = "duty",
        /// To rooms of class A by area.
        ClassA = "class_a",
        /// Judged in rooms of class A by area, only recorded in others.
        ClassAElseRecord = "class_a_else_record",
        /// To all rooms but those of class C by area.
        NotClassC = "not_class_c",
        /// To doors opened by hand.
        ManualDoor = "manual_door",
        /// To automatic doors.
        AutomaticDoor = "automatic_door",
        /// To hinged doors.
        HingedDoor = "hinged_door",
        /// To doors of glass.
        GlassDoor = "glass_door",
    }
}

words! {
    /// What is answered.
    PartKind {
        /// Yes or no.
        Flag = "flag",
        /// One of a list.
        Choice = "choice",
        /// A measurement, one or several readings.
        Number = "number",
        /// A whole number.
        Count = "count",
        /// A day; recorded only.
        Date = "date",
        /// Words; recorded only.
        Text = "text",
        /// Nothing: it follows from the venue.
        Computed = "computed",
    }
}

words! {
    /// What follows from the venue.
    Computed {
        /// Whether it must have a room.
        Duty = "duty",
        /// The sum of its rooms' usable areas.
        TotalArea = "total_area",
    }
}

words! {
    /// Units of readings.
    Unit {
        /// Square metres.
        SquareMetre = "m2",
        /// Metres.
        Metre = "m",
        /// Centimetres, for typing in.
        Centimetre = "cm",
        /// Millimetres.
        Millimetre = "mm",
        /// Lux.
        Lux = "lx",
        /// Degrees Celsius.
        Celsius = "celsius",
        /// Percent of relative humidity.
        Percent = "percent",
        /// Decibels, A-weighted.
        Decibel = "dba",
        /// Seconds.
        Second = "s",
        /// Times a day.
        PerDay = "per_day",
        /// Places for users.
        Places = "places",
        /// Parts per million.
        Ppm = "ppm",
        /// Milligrams a cubic metre.
        MilligramPerCubicMetre = "mg_m3",
    }
}

words! {
    /// What a threshold may depend on.
    Case {
        /// A new or extended building.
        New = "new",
        /// A refurbished building.
        Refurbished = "refurbished",
        /// In summer.
        Summer = "summer",
        /// In winter.
        Winter = "winter",
    }
}
