// The demonstration that the README begins with, with the tool that is built beside the tests.

import Foundation
import TestSupport
import Testing

struct DemoTests {
  @Test("The demonstration ends with two equal digests", .enabled(if: TestLevel.current != .quick))
  func demo() throws {
    let workspace = try Workspace()
    let script = Tool.root.appendingPathComponent("Scripts/demo").path
    let run = try workspace.shell("UNLEARN=\"$unlearn\" \(script) demo")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.text.contains("60 participants left with 209 records; 2 ids were unknown"))
    #expect(run.text.contains("Does a refit of the stored records give the same model? yes"))
    #expect(run.text.contains("The two are one"))
    #expect(try workspace.digest("demo/model") == workspace.digest("demo/refit"))
    // It does not write over what is there.
    #expect(try workspace.shell("UNLEARN=\"$unlearn\" \(script) demo").status == 1)
  }
}
