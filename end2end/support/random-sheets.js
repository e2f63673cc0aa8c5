// Sheets by chance, and the same ones again by the same seed: every kind of answer that `muying score` takes, with numbers as
// a person may type them. Plain JavaScript, because scripts/bench.sh has node alone run it.

/** Chance out of a seed (mulberry32): numbers from 0 to under 1. */
function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const WORDS = ["没有仪器", "door locked", "门锁着，\"敲\"了没人\n再来", "😀 \\ / \u2028 é", "王小明（虚构）", " 空 ", "x".repeat(500), "字".repeat(500)];
const LENGTHS = { m: 1, cm: 0.01, mm: 0.001 };
// What stands between these marks is written as a number, in its own letters: JavaScript would write it in its way.
const MARK = "#";
const number = (text) => `${MARK}${text}${MARK}`;

class Maker {
  constructor(standard, until, random) {
    Object.assign(this, { standard, until, random });
  }

  below(most) {
    return Math.floor(this.random() * most);
  }

  one(list) {
    return list[this.below(list.length)];
  }

  maybe(share, make) {
    return this.random() < share ? make() : undefined;
  }

  yes() {
    return this.random() < 0.5;
  }

  // From 0 to `most`: few and many decimals, round, tiny, at the limit.
  amount(most) {
    return number(this.one([
      () => String(this.below(most + 1)),
      () => (this.random() * most).toFixed(1 + this.below(3)),
      () => String(this.random() * most),
      () => (this.random() * most).toFixed(20),
      () => `${this.below(most)}.${"0123456789".repeat(4)}`,
      () => (this.random() * most).toExponential(this.below(17)),
      () => this.one(["0", "0.0", "-0.0", "0.30000000000000004", "1e-7", "5e-324", "1E-400", "2.5e0"]),
    ])());
  }

  day(from, to) {
    const [first, last] = [Date.parse(from), Date.parse(to)];
    return new Date(first + this.below((last - first) / 86_400_000 + 1) * 86_400_000).toISOString().slice(0, 10);
  }

  // A number that is taken: whole for a count, near its limits, where a person would be asked, and far from both.
  value(part, unit) {
    const scale = LENGTHS[part.unit] && LENGTHS[unit] ? LENGTHS[part.unit] / LENGTHS[unit] : 1;
    if (part.kind === "count") return number(String(this.one([0, 1, 2, 3, this.below(40), 999_999, 1_000_000])));
    const limits = [part, ...(part.cases ?? [])].flatMap(({ min, max }) => [min, max]).filter((limit) => limit != null);
    const known = [...limits, ...(part.plausible ?? [])].filter((limit) => limit >= 0).map((limit) => limit * scale);
    const near = () => this.one(known) * this.one([1, 1, 0.9999999999999999, 1.0000000000000002, 0.5, 1.01]);
    const high = part.plausible?.[1] ?? 1000;
    return this.one([
      () => (known.length ? number(String(near())) : this.amount(high)),
      () => this.amount(Math.max(1, Math.floor(high * scale))),
      () => this.amount(Math.max(1, Math.floor(900_000 * Math.min(1, scale)))),
      () => (part.plausible?.[0] < 0 ? number(`-${this.below(99)}.${this.below(1000)}`) : this.amount(10)),
    ])();
  }

  reading(part) {
    const unit = part.unit ? this.maybe(0.4, () => (LENGTHS[part.unit] ? this.one(Object.keys(LENGTHS)) : part.unit)) : undefined;
    return {
      value: this.value(part, unit ?? part.unit), unit,
      with: this.maybe(0.3, () => this.one(WORDS)),
      confirmed: this.maybe(0.4, () => this.yes()),
    };
  }

  // What passes, where anything does.
  best(part) {
    switch (part.kind) {
      case "flag": return part.passes ?? true;
      case "choice": return this.options(part).at(-1).word;
      case "number":
      case "count": return number(String(part.min ?? part.max ?? this.one(part.cases ?? [])?.min ?? 5));
    }
  }

  options(part) {
    return this.standard.choices.find(({ id }) => id === part.choices).options;
  }

  part(part, visited) {
    const best = this.random() < this.luck ? this.best(part) : undefined;
    if (best !== undefined) return best;
    switch (part.kind) {
      case "flag": return this.yes();
      case "choice": return this.one(this.options(part)).word;
      case "number":
      case "count":
        return this.yes() ? this.value(part, part.unit) : Array.from({ length: 1 + this.below(4) }, () => this.reading(part));
      case "date": return this.day("1999-12-31", visited);
      case "text": return this.one(WORDS);
    }
  }

  answer(clause, visited) {
    const kind = this.random() + (this.random() < this.luck ? 1 : 0);
    if (kind < 0.1) return { could_not_check: this.one(WORDS) };
    if (kind < 0.3 && clause.may_not_apply) return { not_applicable: this.one(WORDS) };
    const asked = clause.parts.filter((part) => part.kind !== "computed");
    return { given: Object.fromEntries(asked.flatMap((part) => (this.random() < 0.92 + this.luck ? [[part.key, this.part(part, visited)]] : []))) };
  }

  venue() {
    const fact = (make) => this.maybe(0.8, make);
    const size = () => this.one([() => this.amount(30_000), () => number(this.one(["10000", "10000.000000000001", "1e308", "-5", "123456789012345678901234567890"]))])();
    return {
      frequented: fact(() => this.yes()), floor_area_m2: fact(size), visitors_per_day: fact(size), rooms_area_m2: fact(() => this.amount(20)),
      building: fact(() => this.one(["new", "refurbished"])), door: fact(() => this.one(["hinged", "sliding", "automatic"])),
      glass_door: fact(() => this.yes()),
    };
  }

  sheet() {
    const { standard } = this;
    const visited = this.day(standard.valid_from, this.until);
    this.luck = this.one([0, 0, 0.5, 0.9, 0.98]); // how often an answer is a good one
    const missing = this.one([0, 0.02, 0.2, 0.7]);
    const clauses = standard.clauses.filter(() => this.random() >= missing).map((clause) => [clause.id, this.answer(clause, visited)]);
    const noted = standard.clauses.filter(() => this.random() < 0.05).map((clause) => [clause.id, { note: this.one(WORDS) }]);
    const season = this.maybe(0.8, () => this.one(["summer", "winter"]));
    const answers = { season, clauses: Object.fromEntries(clauses) };
    const sheet = { standard: standard.id, visited, venue: this.venue(), answers, evidence: Object.fromEntries(noted) };
    return JSON.stringify(sheet).replaceAll(new RegExp(`"${MARK}([^"${MARK}]+)${MARK}"`, "g"), "$1");
  }
}

/** So many sheets as text, by these versions of the standard in turn: each filled in on a day when it was in force. */
exports.randomSheets = (standards, count, seed, today) => {
  const random = chance(seed);
  const versions = standards.toSorted((a, b) => (a.valid_from < b.valid_from ? -1 : 1));
  const before = (day) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
  const makers = versions.map((version, at) => new Maker(version, versions[at + 1] ? before(versions[at + 1].valid_from) : today, random));
  return Array.from({ length: count }, (_, at) => makers[at % makers.length].sheet());
};
