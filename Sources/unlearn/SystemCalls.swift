// The system's calls that Foundation has no door for: the only file of the tool that leaves memory safety.

import Foundation

enum SystemCalls {
  /// What the call that failed last says of it.
  static var reason: String { unsafe String(cString: strerror(errno)) }

  /// Makes a new file for writing.
  ///
  /// - Returns: Its descriptor; below 0 if something of that name exists or it cannot be made.
  static func makeFile(_ path: String, mode: mode_t) -> Int32 {
    unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
  }

  /// Takes the lowest descriptor that is free.
  static func takeDescriptor() {
    _ = unsafe open("/dev/null", O_RDWR)
  }

  /// Gives a file another name, and takes it from a file that had it.
  ///
  /// - Returns: Whether that succeeded.
  static func rename(_ path: String, to name: String) -> Bool {
    unsafe Foundation.rename(path, name) == 0
  }

  /// Gives a file a second name that no file has.
  ///
  /// - Returns: Whether that succeeded.
  static func link(_ path: String, to name: String) -> Bool {
    unsafe Foundation.link(path, name) == 0
  }

  /// Removes a file, if it is there.
  static func remove(_ path: String) {
    _ = unsafe unlink(path)
  }

  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// Whether all words of the command line are text; what is not would be taken for other bytes.
  static var argumentsAreText: Bool {
    (0..<Int(CommandLine.argc)).allSatisfy { index in
      guard let word = unsafe CommandLine.unsafeArgv[index] else { return true }
      return unsafe String(validatingCString: word) != nil
    }
  }

  /// Has a crash end the process at once. What Swift prints of one shows what registers point to, and the system may
  /// write all memory to a file: both can hold records.
  static func keepCrashesSilent() {
    for number in [SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP] { signal(number, SIG_DFL) }
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    #if canImport(Darwin)
      _ = unsafe setrlimit(RLIMIT_CORE, &none)
    #else
      _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    #endif
  }

  /// Leaves a signal to whoever watches for it.
  ///
  /// - Returns: Whether it was ignored before, as under nohup, and so stays.
  static func ignoreSignal(_ number: Int32) -> Bool {
    let handler = signal(number, SIG_IGN)
    return unsafe unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Sends a signal to this process, which ends by it. Threads may hold it back, as it was watched for.
  static func end(by number: Int32) {
    signal(number, SIG_DFL)
    var mask = sigset_t()
    unsafe sigemptyset(&mask)
    unsafe sigaddset(&mask, number)
    unsafe pthread_sigmask(SIG_UNBLOCK, &mask, nil)
    raise(number)
  }

  /// The most memory that this process has held, in bytes; 0 where the system does not tell.
  static var peakMemory: Int {
    #if canImport(Darwin)
      var usage = rusage()
      _ = unsafe getrusage(RUSAGE_SELF, &usage)
      return Int(usage.ru_maxrss)
    #else
      // What the same call tells on Linux counts from the process that started this one, which may be larger.
      let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
      let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
      return (line?.split(separator: " ").compactMap { Int($0) }.first ?? 0) * 1_024
    #endif
  }
}
