// Places along an axis of time: whole seconds, minutes, hours and days, and the first days of months and years.
//
// Method     Days are counted in the Gregorian calendar by whole numbers, in UTC, without a leap second.
// Source     Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013.

enum TimeAxis {
  private static let day = 86_400

  /// An axis that covers some times.
  ///
  /// - Parameters:
  ///   - times: Seconds since 1970.
  ///   - tickCount: At most so many ticks, about.
  static func axis(covering times: some Sequence<Double>, atMost tickCount: Int = 5) -> Axis {
    let finite = times.lazy.filter { $0.magnitude < 1e12 }
    let first = Int((finite.min() ?? 0).rounded(.down))
    let last = max(Int((finite.max() ?? 1).rounded(.up)), first + 1)
    let places = ticks(first...last, atMost: tickCount)
    return Axis(
      range: Double(first)...Double(last),
      ticks: places.times.map {
        (Double($0), label($0, withSeconds: places.step < 60, days: places.step >= day))
      })
  }

  private static func ticks(_ range: ClosedRange<Int>, atMost count: Int) -> (times: [Int], step: Int) {
    let steps = [
      1, 2, 5, 10, 30, 60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, day, 2 * day, 7 * day, 14 * day,
    ]
    for step in steps where range.count / step < count {
      let first = (range.lowerBound + step - 1) / step * step
      return (Array(stride(from: first, through: range.upperBound, by: step)), step)
    }
    for months in [1, 2, 3, 6, 12, 24, 60, 120, 600, 1200] {
      let times = monthStarts(range, every: months)
      if times.count <= count { return (times, day) }
    }
    return ([range.lowerBound, range.upperBound], day)
  }

  private static func monthStarts(_ range: ClosedRange<Int>, every months: Int) -> [Int] {
    let start = date(ofDay: floorDivide(range.lowerBound, day))
    var month = (start.year * 12 + start.month - 1) / months * months
    var times: [Int] = []
    while true {
      let time = dayNumber(year: month / 12, month: month % 12 + 1) * day
      if time > range.upperBound { return times }
      if time >= range.lowerBound { times.append(time) }
      month += months
    }
  }

  /// `2026-11-25`, `18:43` or `18:43:05`.
  static func label(_ time: Int, withSeconds: Bool, days: Bool) -> String {
    let number = floorDivide(time, day)
    if days { return dayLabel(number) }
    let second = time - number * day
    let clock = two(second / 3600) + ":" + two(second / 60 % 60)
    return withSeconds ? clock + ":" + two(second % 60) : clock
  }

  /// The day of a time, as `2026-11-25`.
  static func dayLabel(ofTime time: Double) -> String {
    guard time.magnitude < 1e12 else { return "–" }
    return dayLabel(floorDivide(Int(time.rounded(.down)), day))
  }

  private static func dayLabel(_ number: Int) -> String {
    let date = date(ofDay: number)
    return "\(date.year)-\(two(date.month))-\(two(date.day))"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static func floorDivide(_ number: Int, _ divisor: Int) -> Int {
    number >= 0 ? number / divisor : -((-number + divisor - 1) / divisor)
  }

  /// The date of a day that is counted from 1970-01-01.
  private static func date(ofDay number: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }

  /// The first day of a month, counted from 1970-01-01.
  private static func dayNumber(year: Int, month: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = floorDivide(shifted, 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
