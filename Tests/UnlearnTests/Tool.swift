// Runs the tool as a person would: as a process of its own, in a folder of its own.

import Foundation
import ModelStore
import Testing

/// What a run of the tool left behind.
struct Run {
  let status: Int32
  let output: [UInt8]
  let errors: String

  var text: String { String(decoding: output, as: UTF8.self) }
  var lines: [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  /// The JSON object that is all of standard output.
  func json(_ location: SourceLocation = #_sourceLocation) throws -> [String: Any] {
    let object = try? JSONSerialization.jsonObject(with: Data(output)) as? [String: Any]
    return try #require(object, "No JSON object: \(text)\(errors)", sourceLocation: location)
  }
}

/// A temporary folder in which the tool runs; it disappears with the object.
final class Workspace {
  let folder: URL
  /// A key file whose model the commands open without being told.
  var keyFile: String?

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("unlearn-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  func write(_ text: String, to name: String) throws {
    try write(Array(text.utf8), to: name)
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: folder.appendingPathComponent(name))
  }

  func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appendingPathComponent(name)))
  }

  func text(_ name: String) throws -> String {
    String(decoding: try read(name), as: UTF8.self)
  }

  func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: path(name))
  }

  /// All names in the folder, hidden ones included.
  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
  }

  /// Every file under a name with its bytes, to see whether something changed.
  func snapshot(_ name: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for inner in try FileManager.default.subpathsOfDirectory(atPath: path(name)) {
      var isFolder: ObjCBool = false
      let full = "\(name)/\(inner)"
      guard unsafe FileManager.default.fileExists(atPath: path(full), isDirectory: &isFolder) else {
        continue
      }
      files[inner] = isFolder.boolValue ? [] : try read(full)
    }
    return files
  }

  /// Runs the tool in the folder.
  func run(_ arguments: String..., input: String? = nil) throws -> Run {
    try run(arguments, input: input)
  }

  func run(_ arguments: [String], input: String? = nil) throws -> Run {
    try run(program: Tool.path, arguments, input: input)
  }

  /// Runs a line of the shell in which `$unlearn` is the tool.
  func shell(_ line: String) throws -> Run {
    try run(program: "/bin/sh", ["-c", line])
  }

  var environment: [String: String] {
    var environment = ProcessInfo.processInfo.environment
    environment["COLUMNS"] = "80"
    environment["unlearn"] = Tool.path
    environment["UNLEARN_KEY_FILE"] = keyFile
    return environment
  }

  func run(program: String, _ arguments: [String], input: String? = nil) throws -> Run {
    // Files and no pipes: a pipe that nobody empties would stop the tool.
    let place = folder.deletingLastPathComponent()
    let stem = "\(folder.lastPathComponent)-\(UUID().uuidString)"
    let files = ["in", "out", "err"].map { place.appendingPathComponent("\(stem).\($0)") }
    defer { for file in files { try? FileManager.default.removeItem(at: file) } }
    for file in files { try Data((input ?? "").utf8).write(to: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = environment
    let handles = try [
      FileHandle(forReadingFrom: files[0]), FileHandle(forWritingTo: files[1]),
      FileHandle(forWritingTo: files[2]),
    ]
    for handle in handles.dropFirst() { try handle.truncate(atOffset: 0) }
    process.standardInput = handles[0]
    process.standardOutput = handles[1]
    process.standardError = handles[2]
    try process.run()
    process.waitUntilExit()
    for handle in handles { try handle.close() }
    return Run(
      status: process.terminationStatus, output: Array(try Data(contentsOf: files[1])),
      errors: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self))
  }
}

enum Tool {
  static let path = program("unlearn")

  /// An executable of the package, which the build puts beside the test bundle.
  static func program(_ name: String) -> String {
    let starts = [URL(fileURLWithPath: CommandLine.arguments[0])] + Bundle.allBundles.map(\.bundleURL)
    for start in starts {
      var folder = start
      for _ in 0..<5 {
        folder.deleteLastPathComponent()
        let candidate = folder.appendingPathComponent(name).path
        var isFolder: ObjCBool = false
        if unsafe FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder),
          !isFolder.boolValue, FileManager.default.isExecutableFile(atPath: candidate)
        {
          return candidate
        }
      }
    }
    preconditionFailure("\(name) was not built beside the tests.")
  }

  /// The project's folder.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A file of the project's samples.
  static func sample(_ name: String) -> String {
    root.appendingPathComponent("Samples").appendingPathComponent(name).path
  }

  static func golden(_ name: String) -> URL {
    root.appendingPathComponent("Tests/UnlearnTests/Golden").appendingPathComponent(name)
  }
}

/// A small table: 90 visits of 40 participants, p00 to p39, in three groups.
enum SmallTable {
  static let header = "participant,age,weight,height"

  static func rows(without withdrawn: Set<String> = []) -> [String] {
    (0..<90).compactMap { visit in
      let person = visit * 7 % 40
      let id = "p" + (person < 10 ? "0" : "") + String(person)
      guard !withdrawn.contains(id) else { return nil }
      let group = Double(person % 3) * 20
      let noise = Double(visit * 37 % 11) / 4
      return "\(id),\(20 + group + noise),\(60 + group / 2 - noise),\(150.5 + group + noise * 2)"
    }
  }

  static func csv(without withdrawn: Set<String> = []) -> String {
    ([header] + rows(without: withdrawn)).map { $0 + "\n" }.joined()
  }
}

extension Workspace {
  /// A folder with the small table as `study.csv`, and a fitted model of it if wanted.
  static func withTable(fitted: Bool = false, isEncrypted: Bool = false) throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write(SmallTable.csv(), to: "study.csv")
    let encryption = isEncrypted ? try workspace.makeKey() : []
    if fitted {
      let run = try workspace.run(
        ["fit", "study.csv", "--id", "participant", "--clusters", "3", "--output", "model"] + encryption)
      #expect(run.status == 0, "\(run.errors)")
    }
    return workspace
  }

  /// Makes a key file that commands use from now on.
  ///
  /// - Returns: The words with which a fit encrypts with it.
  func makeKey(_ name: String = "study.key") throws -> [String] {
    let run = try run("keygen", "--encryption", name)
    #expect(run.status == 0 && run.output.isEmpty, "\(run.errors)")
    keyFile = path(name)
    return ["--encrypt-with", path(name)]
  }

  /// The key that commands use; nil if there is none.
  var key: ModelKey? {
    get throws {
      guard let keyFile else { return nil }
      let digits = try String(contentsOfFile: keyFile, encoding: .utf8).dropLast()
      let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
        UInt8(digits.dropFirst($0).prefix(2), radix: 16)
      }
      return ModelKey(bytes: bytes)
    }
  }

  func digest(_ model: String) throws -> String {
    try run("digest", model).text
  }
}
