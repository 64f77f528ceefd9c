// Withdrawals that are killed, interrupted, doubled, or have no room.

import DeletableClustering
import Foundation
import ModelStore
import TestSupport
import Testing

@Suite("Durability", .serialized)
struct DurabilityTests {
  let workspace: Workspace
  private let ids: [String]

  /// A folder with a model of the sample, whose records lie in two segments.
  init() throws {
    workspace = try Workspace()
    let rows = try String(contentsOfFile: Tool.sample("randhie.csv"), encoding: .utf8).split(separator: "\n")
    var seen = Set<Substring>()
    ids = rows.dropFirst().map { $0.prefix { $0 != "," } }.filter { seen.insert($0).inserted }.map(
      String.init)
  }

  private func fit(isEncrypted: Bool = false) throws -> any DeletableModel {
    let encryption = isEncrypted ? try workspace.makeKey() : []
    let run = try workspace.run(
      ["fit", Tool.sample("randhie.csv"), "--id", "zper", "--clusters", "6", "--output", "model"] + encryption
    )
    #expect(run.status == 0, "\(run.errors)")
    // Fitted anew, as a model that was opened holds the lock.
    let stored = try opened()
    return try stored.model.settings.fit(stored.records(), threads: 1)
  }

  private func opened(_ access: StoredModel.Access = .reading) throws -> StoredModel {
    try StoredModel.open(at: workspace.path("model"), access: access, key: workspace.key, threads: 1)
  }

  /// How a run ended that was sent a signal after a while.
  private struct Ending {
    let isSignal: Bool
    let status: Int32
  }

  private func start(_ arguments: [String]) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: Tool.path)
    process.arguments = arguments
    process.currentDirectoryURL = workspace.folder
    process.environment = workspace.environment
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  private func run(_ arguments: [String], signal number: Int32, after seconds: Double) throws -> Ending {
    let process = try start(arguments)
    Thread.sleep(forTimeInterval: seconds)
    kill(process.processIdentifier, number)
    process.waitUntilExit()
    return Ending(
      isSignal: process.terminationReason == .uncaughtSignal, status: process.terminationStatus)
  }

  /// How long a withdrawal takes, so that signals come from its beginning to a little after its end.
  private func withdrawalSeconds(_ model: inout any DeletableModel) throws -> Double {
    var times: [Double] = []
    for id in ids.prefix(5) {
      let start = ContinuousClock.now
      #expect(try workspace.run("withdraw", "model", "-", input: id + "\n").status == 0)
      let (seconds, attoseconds) = (ContinuousClock.now - start).components
      times.append(Double(seconds) + Double(attoseconds) * 1e-18)
      try model.delete([RecordID(id)])
    }
    return times.sorted()[2]
  }

  /// Withdraws one id after the other, each time with a signal at a random moment.
  ///
  /// - Returns: How many runs left the model as before, and as after.
  private func withdraw(
    count: Int, isEncrypted: Bool, signal number: Int32, _ check: (Ending, _ isAfter: Bool) throws -> Void
  ) throws -> (before: Int, after: Int) {
    var model = try fit(isEncrypted: isEncrypted)
    let seconds = try withdrawalSeconds(&model)
    var counts = (before: 0, after: 0)
    for id in ids.dropFirst(5).prefix(count) {
      try workspace.write(id + "\n", to: "list.csv")
      var next = model
      try next.delete([RecordID(id)])
      let ending = try run(
        ["withdraw", "model", "list.csv"], signal: number, after: .random(in: 0...1.15 * seconds))
      let isAfter = try isStored(next, orElse: model)
      // What was acknowledged holds.
      if !ending.isSignal { #expect(ending.status == 0 && isAfter) }
      try check(ending, isAfter)
      if isAfter { counts.after += 1 } else { counts.before += 1 }
      if isAfter { model = next }
    }
    let checks = try opened().audit()
    #expect(checks.allSatisfy { $0.isPassed })
    let refit = try model.settings.fit(opened().records(), threads: 1)
    #expect(refit.digest == model.digest)
    return counts
  }

  /// Whether the model on disk is the one after the withdrawal; if not, it is the one before.
  private func isStored(_ after: any DeletableModel, orElse before: any DeletableModel) throws -> Bool {
    let stored = try opened()
    let isAfter = stored.model.digest == after.digest
    #expect(isAfter || stored.model.digest == before.digest)
    #expect(try stored.records().count == stored.model.recordCount)
    #expect(try stored.ledger()?.entries.last?.after?.digest == stored.model.digest.bytes)
    return isAfter
  }

  private func segments() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: workspace.path("model/segments"))
  }

  @Test(
    "Killed at any moment, a withdrawal is made or not, and the next update leaves no trace",
    arguments: [false, true])
  func killed(isEncrypted: Bool) throws {
    var withdrawn: [String] = []
    var leftovers = 0
    let all = ids.dropFirst(5)
    var position = all.startIndex
    let counts = try withdraw(
      count: TestLevel.count(quick: 5, standard: 40, long: 200), isEncrypted: isEncrypted, signal: SIGKILL
    ) { _, isAfter in
      if isAfter { withdrawn.append(all[position]) }
      position += 1
      let hidden = try FileManager.default.contentsOfDirectory(atPath: workspace.path("model"))
        .contains { $0.hasPrefix(".") }
      if try hidden || segments().count > 2 { leftovers += 1 }
      // Any update sweeps: here one that finds nobody.
      #expect(try workspace.run("withdraw", "model", "-", input: "nobody\n").status == 0)
      #expect(try segments().count == 2)
      let bytes = try workspace.snapshot("model").values.map { Data($0) }
      for id in withdrawn.suffix(3) {
        let stored = Data([UInt8(id.utf8.count), 0, 0, 0]) + Data(id.utf8)
        #expect(!bytes.contains { $0.range(of: stored) != nil })
      }
    }
    print(
      "killed\(isEncrypted ? ", encrypted" : ""): \(counts.before) before, \(counts.after) after, \(leftovers) with leftovers"
    )
    #expect(counts.before + counts.after == TestLevel.count(quick: 5, standard: 40, long: 200))
  }

  @Test("Ctrl-C leaves the model as before or as after, and nothing half-made", arguments: [false, true])
  func interrupted(isEncrypted: Bool) throws {
    let counts = try withdraw(
      count: TestLevel.count(quick: 5, standard: 40, long: 200), isEncrypted: isEncrypted, signal: SIGINT
    ) { ending, _ in
      if ending.isSignal { #expect(ending.status == SIGINT) }
      let names = try FileManager.default.contentsOfDirectory(atPath: workspace.path("model"))
      #expect(Set(names) == ["manifest", isEncrypted ? "ledger-1" : "ledger", "lock", "segments"])
      #expect(try segments().count == 2)
    }
    print("interrupted\(isEncrypted ? ", encrypted" : ""): \(counts.before) before, \(counts.after) after")
  }

  @Test("Ctrl-C during a fit or an export leaves nothing half-made beside the output")
  func interruptedFit() throws {
    _ = try fit()
    for step in 0..<TestLevel.count(quick: 4, standard: 20, long: 100) {
      let seconds = 0.004 * Double(step % 40)
      _ = try run(
        ["fit", Tool.sample("randhie.csv"), "--id", "zper", "--clusters", "6", "--output", "new"],
        signal: SIGINT, after: seconds)
      _ = try run(["export", "model", "--labels", "labels.csv"], signal: SIGTERM, after: seconds)
      let names = Set(workspace.names)
      #expect(names.isSubset(of: ["model", "new", "labels.csv"]), "\(names)")
      if names.contains("new") { #expect(try workspace.run("verify", "new").status == 0) }
      for name in ["new", "labels.csv"] { try? FileManager.default.removeItem(atPath: workspace.path(name)) }
    }
  }

  @Test(
    "A crash, and a request to quit, show nothing of what is in memory",
    arguments: [SIGQUIT, SIGSEGV, SIGTRAP])
  func silentCrash(number: Int32) throws {
    let (process, input, errors) = (Process(), Pipe(), Pipe())
    process.executableURL = URL(filePath: "/bin/sh")
    // It waits for more of the table.
    process.arguments = [
      "-c", "ulimit -c unlimited; exec \"$0\" \"$@\"", Tool.path, "fit", "-", "--clusters", "6", "--output",
      "new",
    ]
    process.currentDirectoryURL = workspace.folder
    process.environment = workspace.environment
    (process.standardInput, process.standardOutput) = (input, FileHandle.nullDevice)
    process.standardError = errors
    let names = Set(workspace.names)
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data("age,height\n34.5,170.25\n".utf8))
    Thread.sleep(forTimeInterval: 0.5)
    kill(process.processIdentifier, number)
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(text.isEmpty, "\(text)")
    #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == number)
    #expect(Set(workspace.names) == names, "a core dump")
  }

  @Test("Of two writers at once, each makes its change or says that the model is in use")
  func twoWriters() throws {
    var model = try fit()
    for pair in 0..<TestLevel.count(quick: 2, standard: 10, long: 50) {
      let two = [ids[2 * pair], ids[2 * pair + 1]]
      for (number, id) in two.enumerated() { try workspace.write(id + "\n", to: "\(number).csv") }
      let processes = try [0, 1].map { try start(["withdraw", "model", "\($0).csv"]) }
      for process in processes { process.waitUntilExit() }
      let codes = processes.map(\.terminationStatus)
      #expect(codes.allSatisfy { [0, 75].contains($0) } && codes.contains(0), "\(codes)")
      try model.delete(zip(two, codes).filter { $1 == 0 }.map { RecordID($0.0) })
      #expect(try opened().model.digest == model.digest)
    }
  }
}

/// A small file system in memory, gone with the value; nil where it may not be mounted.
private final class SmallDisk {
  let path: String

  init?(bytes: Int) throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("disk-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    guard geteuid() == 0, Self.run("mount", "-t", "tmpfs", "-o", "size=\(bytes)", "tmpfs", path) else {
      try FileManager.default.removeItem(atPath: path)
      return nil
    }
  }

  func makeReadOnly() -> Bool { Self.run("mount", "-o", "remount,ro", path) }

  deinit {
    _ = Self.run("umount", path)
    try? FileManager.default.removeItem(atPath: path)
  }

  private static func run(_ words: String...) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}

@Suite("Disks that are full or read-only")
struct UnwritableTests {
  /// A model of the small table on a disk of its own; nil where none can be made.
  private func setUp(isEncrypted: Bool) throws -> (Workspace, SmallDisk)? {
    guard let disk = try SmallDisk(bytes: 1 << 17) else {
      print("passed over: no file system may be mounted here, which takes root")
      return nil
    }
    let workspace = try Workspace.withTable()
    let encryption = isEncrypted ? try workspace.makeKey() : []
    let fit = try workspace.run(
      ["fit", "study.csv", "--id", "participant", "--clusters", "3", "--output", "\(disk.path)/model"]
        + encryption)
    #expect(fit.status == 0, "\(fit.errors)")
    return (workspace, disk)
  }

  @Test(
    "A full disk gives a clear error and harms nothing, and withdrawing works once there is room",
    arguments: [false, true])
  func full(isEncrypted: Bool) throws {
    guard let (workspace, disk) = try setUp(isEncrypted: isEncrypted) else { return }
    let model = "\(disk.path)/model"
    let before = try workspace.digest(model)
    // Less and less room, until every step has been the first to fail.
    var codes: [Int32] = []
    for room in stride(from: 0, through: 20_480, by: 4_096) {
      let filler = try #require(FileHandle(forWritingAtPath: try empty("\(disk.path)/filler")))
      while (try? filler.write(contentsOf: Data(count: 4_096))) != nil {}
      let length = try filler.seekToEnd()
      try filler.truncate(atOffset: length / 4_096 * 4_096 - min(UInt64(room), length / 4_096 * 4_096))
      try filler.close()
      let run = try workspace.run("withdraw", model, "-", input: "p0\(room / 4_096)\n")
      codes.append(run.status)
      if run.status == 74 {
        #expect(run.errors.contains("No space left on device"), "\(run.errors)")
        #expect(run.errors.split(separator: "\n").count == 1)
        #expect(try workspace.digest(model) == before)
      } else {
        #expect(run.status == 0, "\(run.errors)")
        break
      }
      #expect(try workspace.run("verify", model).status == 0)
    }
    #expect(codes.first == 74)
    try FileManager.default.removeItem(atPath: "\(disk.path)/filler")
    #expect(try workspace.run("withdraw", model, "-", input: "p07\n").status == 0)
    #expect(try workspace.run("audit", model).status == 0)
  }

  private func empty(_ path: String) throws -> String {
    try Data().write(to: URL(filePath: path))
    return path
  }

  @Test("A read-only disk can be read; a withdrawal gives a clear error", arguments: [false, true])
  func readOnly(isEncrypted: Bool) throws {
    guard let (workspace, disk) = try setUp(isEncrypted: isEncrypted) else { return }
    let model = "\(disk.path)/model"
    let before = try workspace.digest(model)
    guard disk.makeReadOnly() else { return }
    let run = try workspace.run("withdraw", model, "-", input: "p01\n")
    #expect(run.status == 74)
    #expect(run.errors.contains("Read-only file system"), "\(run.errors)")
    for command in ["verify", "show", "log", "audit"] {
      #expect(try workspace.run(command, model).status == 0)
    }
    #expect(try workspace.digest(model) == before)
    #expect(try workspace.run("destroy", model, "--yes").status == 74)
    #expect(try workspace.digest(model) == before)
    let fit = try workspace.run(
      "fit", "study.csv", "--clusters", "2", "--output", "\(disk.path)/new", "--id", "participant")
    #expect(fit.status == 73)
  }
}
