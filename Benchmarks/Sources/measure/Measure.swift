// Fits and deletes on request: one JSON object a line in, one a line out.
//
// The harness keeps this process and one for each peer alive and asks them in turn, so that all are
// warm, and a slow moment of the machine meets all alike. While it is not asked, it sleeps.

import Foundation

@main
struct Measure {
  static func main() throws {
    var responder = Responder()
    while let line = readLine() {
      let reply: Reply
      do {
        reply = try responder.answer(try JSONDecoder().decode(Request.self, from: Data(line.utf8)))
      } catch {
        reply = Reply(error: "\(error)")
      }
      let encoded = try JSONEncoder().encode(reply)
      FileHandle.standardOutput.write(encoded + [UInt8(ascii: "\n")])
    }
  }
}
