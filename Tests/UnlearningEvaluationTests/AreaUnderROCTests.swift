import Testing

@testable import UnlearningEvaluation

struct AreaUnderROCTests {
  @Test("Wins and half the ties, by hand")
  func byHand() {
    // Of nine pairs, 3 > 1, 3 > 2 and 2 > 1 are won; 2 = 2 and 3 = 3 are ties.
    let area = AreaUnderROC(members: [3, 2, 0], others: [1, 2, 3])
    #expect(area.area == (3 + 1) / 9.0)
    #expect(AreaUnderROC(members: [1, 1], others: [1]).area == 0.5)
  }

  @Test("The interval's ends are 1.96 of their own standard errors away")
  func interval() {
    // 72 of 96 pairs are won. The ends were computed apart, from Hanley and McNeil's formula.
    let area = AreaUnderROC(
      members: Array(repeating: 1, count: 6) + [-1, -1], others: Array(repeating: 0, count: 12))
    #expect(area.area == 0.75)
    #expect(abs(area.lower - 0.48597039872129905) < 1e-12)
    #expect(abs(area.upper - 0.9040420105882242) < 1e-12)
    #expect(area.includesChance)
  }

  @Test("A score that tells everything has an interval too")
  func everything() {
    let area = AreaUnderROC(
      members: Array(repeating: 2, count: 20), others: Array(repeating: 1, count: 20))
    #expect(area.area == 1)
    #expect(area.upper == 1)
    #expect(abs(area.lower - 0.8986681357635339) < 1e-12)
    #expect(!area.includesChance)
  }

  @Test("Exchanging the groups mirrors area and interval")
  func mirror() {
    let (left, right) = ([0.1, 0.5, 0.9, 2, 2], [0.5, 1, 1.5])
    let (area, other) = (
      AreaUnderROC(members: left, others: right), AreaUnderROC(members: right, others: left)
    )
    #expect(abs(area.area + other.area - 1) < 1e-15)
    #expect(abs(area.lower + other.upper - 1) < 0.02)
  }
}
