// The system calls that a store makes, and the one place here that leaves memory safety.
//
// Promise    A file that was written is on the medium when the call returns. In place, a file only grows, or is
//            overwritten with zeros on its way out.
// Method     Every call is announced before it is made, so that a test can make any of them fail. The time and
//            random bytes come from here too, so that a test can choose them.

import Crypto
import Foundation

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Files and folders, as far as a store needs them.
struct FileSystem: Sendable {
  /// The kinds of system calls.
  enum Call: String, Sendable {
    case inspect = "looking at"
    case list = "listing"
    case makeFolder = "making"
    case create = "creating"
    case write = "writing"
    case cut = "cutting"
    case overwrite = "overwriting"
    case link = "linking"
    case synchronise = "synchronising"
    case rename = "renaming"
    case remove = "removing"
    case read = "reading"
    case lock = "locking"
  }

  enum Kind: Sendable {
    case file
    case folder
    case other
  }

  /// Told of each call and its path before it is made; what it throws becomes the call's failure.
  var willCall: @Sendable (Call, String) throws(FileFailure) -> Void = { _, _ in }

  /// Whether files are mapped. Else they are read: who has a file mapped that somebody else cuts short is ended by the
  /// system. A lock keeps the files of a model from that, but not those that a search comes across.
  var maps = true

  /// Seconds since 1970, UTC.
  var now: @Sendable () -> UInt64 = {
    UInt64(min(max(0, Date.now.timeIntervalSince1970), Double(LedgerEntry.latestTime)))
  }

  /// So many bytes that nobody can guess.
  var randomBytes: @Sendable (Int) -> [UInt8] = { count in
    // The keystream of a key that is drawn for it: the system is slow to give many bytes.
    let box = try? ChaChaPoly.seal(Data(count: count), using: SymmetricKey(size: .bits256))
    guard let box else { preconditionFailure("A key of 32 bytes encrypts \(count) bytes.") }
    return Array(box.ciphertext)
  }

  /// What there is at a path, symbolic links followed; nil if there is nothing.
  func kind(of path: String) throws(FileFailure) -> Kind? {
    try willCall(.inspect, path)
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      // A link that leads nowhere still takes the name.
      if unsafe lstat(path, &status) == 0 { return .other }
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw FileFailure(.inspect, path)
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .other
    }
  }

  /// The names in a folder, in no particular order.
  func names(in folder: String) throws(FileFailure) -> [String] {
    try willCall(.list, folder)
    guard let stream = unsafe opendir(folder) else { throw FileFailure(.list, folder) }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while true {
      // Nil is the end or a failure, and only this tells which.
      errno = 0
      guard let entry = unsafe readdir(stream) else { break }
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
        unsafe field.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) {
          unsafe String(cString: $0)
        }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    // A folder of which only a part was read would be taken for one that has no more.
    guard errno == 0 else { throw FileFailure(.list, folder) }
    return names
  }

  /// Makes a folder that its owner alone can enter.
  func makeFolder(_ path: String) throws(FileFailure) {
    try willCall(.makeFolder, path)
    guard unsafe mkdir(path, 0o700) == 0 else { throw FileFailure(.makeFolder, path) }
  }

  /// Writes a new file that its owner alone can read, down to the medium. A failure leaves no file, and zeros
  /// where it was.
  func write(_ bytes: [UInt8], to path: String) throws(FileFailure) {
    try willCall(.create, path)
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileFailure(.create, path) }
    let file = OpenFile(descriptor: descriptor)
    do throws(FileFailure) {
      try write(bytes, to: file, path)
      try synchronise(file, path)
    } catch {
      try? overwrite(file, path)
      unsafe _ = unlink(path)
      throw error
    }
  }

  /// Lets a file go on with some bytes after its first `length`, down to the medium. What lay beyond is cut.
  ///
  /// A failure may leave the file longer than `length`; those first bytes stay as they are.
  ///
  /// - Parameter length: At most the length of the file; 0 makes a file that is missing.
  func extend(_ path: String, after length: Int, with bytes: [UInt8]) throws(FileFailure) {
    try willCall(.create, path)
    let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC | (length == 0 ? O_CREAT : 0), 0o600)
    guard descriptor >= 0 else { throw FileFailure(.create, path) }
    let file = OpenFile(descriptor: descriptor)
    try willCall(.cut, path)
    let end = lseek(descriptor, 0, SEEK_END)
    guard end >= length else { throw FileFailure(.cut, path, code: end < 0 ? nil : EINVAL) }
    guard ftruncate(descriptor, off_t(length)) == 0, lseek(descriptor, off_t(length), SEEK_SET) >= 0 else {
      throw FileFailure(.cut, path)
    }
    try write(bytes, to: file, path)
    try synchronise(file, path)
  }

  private func write(_ bytes: [UInt8], to file: OpenFile, _ path: String) throws(FileFailure) {
    var done = 0
    while done < bytes.count {
      try willCall(.write, path)
      // In pieces, so that a failure can strike halfway through a file too.
      let length = min(bytes.count - done, 1 << 18)
      let written = unsafe bytes.withUnsafeBytes { all in
        unsafe Self.write(file.descriptor, all.baseAddress.map { unsafe $0 + done }, length)
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw FileFailure(.write, path) }
      done += written
    }
  }

  private static func write(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ length: Int) -> Int {
    #if canImport(Darwin)
      unsafe Darwin.write(descriptor, start, length)
    #elseif canImport(Glibc)
      unsafe Glibc.write(descriptor, start, length)
    #elseif canImport(Musl)
      unsafe Musl.write(descriptor, start, length)
    #endif
  }

  /// Brings a folder's names down to the medium.
  func synchronise(folder: String) throws(FileFailure) {
    try willCall(.synchronise, folder)
    let descriptor = unsafe open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileFailure(.synchronise, folder) }
    try bringDown(OpenFile(descriptor: descriptor), folder)
  }

  private func synchronise(_ file: OpenFile, _ path: String) throws(FileFailure) {
    try willCall(.synchronise, path)
    try bringDown(file, path)
  }

  private func bringDown(_ file: OpenFile, _ path: String) throws(FileFailure) {
    #if canImport(Darwin)
      // Here `fsync` leaves the bytes in the drive's own memory; some file systems know only `fsync`.
      if fcntl(file.descriptor, F_FULLFSYNC) == 0 { return }
    #endif
    while fsync(file.descriptor) != 0 {
      guard errno == EINTR else { throw FileFailure(.synchronise, path) }
    }
  }

  /// Gives a file or folder another name; a file of that name is replaced at one instant.
  func rename(_ path: String, to newPath: String) throws(FileFailure) {
    try willCall(.rename, newPath)
    #if canImport(Darwin)
      let result = unsafe Darwin.rename(path, newPath)
    #elseif canImport(Glibc)
      let result = unsafe Glibc.rename(path, newPath)
    #elseif canImport(Musl)
      let result = unsafe Musl.rename(path, newPath)
    #endif
    guard result == 0 else { throw FileFailure(.rename, newPath) }
  }

  /// Gives a file a second name; where the file system has no such thing, it has none afterwards.
  ///
  /// - Returns: Whether it has.
  func link(_ path: String, as newPath: String) throws(FileFailure) -> Bool {
    try willCall(.link, newPath)
    #if canImport(Darwin)
      let result = unsafe Darwin.link(path, newPath)
    #elseif canImport(Glibc)
      let result = unsafe Glibc.link(path, newPath)
    #elseif canImport(Musl)
      let result = unsafe Musl.link(path, newPath)
    #endif
    if result == 0 { return true }
    guard [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS, EMLINK].contains(errno) else {
      throw FileFailure(.link, newPath)
    }
    return false
  }

  /// Overwrites a file with zeros, brings them down to the medium, and removes the file; none of that name is as
  /// good.
  ///
  /// What has another name too is somebody else's: then this name alone goes. The same holds for what is no
  /// file, such as a link elsewhere.
  func erase(_ path: String) throws(FileFailure) {
    try willCall(.overwrite, path)
    let descriptor = unsafe open(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    if descriptor >= 0 {
      let file = OpenFile(descriptor: descriptor)
      let status = try status(of: file, .overwrite, path)
      if status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1 { try overwrite(file, path) }
    } else if ![ENOENT, ELOOP, ENXIO].contains(errno) {
      throw FileFailure(.overwrite, path)
    }
    try remove(path)
  }

  /// Writes zeros over all of a file, down to the medium.
  private func overwrite(_ file: OpenFile, _ path: String) throws(FileFailure) {
    let length = lseek(file.descriptor, 0, SEEK_END)
    guard length >= 0, lseek(file.descriptor, 0, SEEK_SET) == 0 else {
      throw FileFailure(.overwrite, path)
    }
    let zeros = [UInt8](repeating: 0, count: 1 << 18)
    for start in stride(from: 0, to: Int(length), by: zeros.count) {
      try write(Array(zeros.prefix(Int(length) - start)), to: file, path)
    }
    try synchronise(file, path)
  }

  /// Removes a file; none of that name is as good.
  func remove(_ path: String) throws(FileFailure) {
    try willCall(.remove, path)
    guard unsafe unlink(path) == 0 || errno == ENOENT else { throw FileFailure(.remove, path) }
  }

  /// Removes an empty folder.
  func removeFolder(_ path: String) throws(FileFailure) {
    try willCall(.remove, path)
    guard unsafe rmdir(path) == 0 else { throw FileFailure(.remove, path) }
  }

  /// Maps a file: what is not touched is not read. The mapping outlives the file's name.
  ///
  /// Where files are not to be mapped, all of it is read.
  func map(_ path: String) throws(FileFailure) -> Data {
    guard maps else {
      var bytes = Data()
      try read(path) { piece in
        bytes += piece
        return true
      }
      return bytes
    }
    try willCall(.read, path)
    let (file, length) = try regularFile(path)
    guard length > 0 else { return Data() }
    guard
      let start = unsafe mmap(nil, length, PROT_READ, MAP_PRIVATE, file.descriptor, 0),
      unsafe start != MAP_FAILED
    else { throw FileFailure(.read, path) }
    return unsafe Data(
      bytesNoCopy: start, count: length,
      deallocator: .custom { address, length in unsafe _ = munmap(address, length) })
  }

  /// Reads a file in pieces, the next as long as `use` asks for it. One that is cut short meanwhile ends there.
  func read(
    _ path: String, pieceBytes: Int = 1 << 18, _ use: (ArraySlice<UInt8>) -> Bool
  ) throws(FileFailure) {
    try willCall(.read, path)
    let (file, _) = try regularFile(path)
    var piece = [UInt8](repeating: 0, count: pieceBytes)
    while true {
      try willCall(.read, path)
      let count = unsafe piece.withUnsafeMutableBytes { unsafe Self.read(file.descriptor, $0) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FileFailure(.read, path) }
      guard count > 0, use(piece[..<count]) else { return }
    }
  }

  /// The first bytes of a file; fewer if there are not so many.
  func start(of path: String, count: Int) throws(FileFailure) -> [UInt8] {
    var start: [UInt8] = []
    try read(path, pieceBytes: count) { piece in
      start += piece
      return start.count < count
    }
    return Array(start.prefix(count))
  }

  private static func read(_ descriptor: Int32, _ piece: UnsafeMutableRawBufferPointer) -> Int {
    #if canImport(Darwin)
      unsafe Darwin.read(descriptor, piece.baseAddress, piece.count)
    #elseif canImport(Glibc)
      unsafe Glibc.read(descriptor, piece.baseAddress, piece.count)
    #elseif canImport(Musl)
      unsafe Musl.read(descriptor, piece.baseAddress, piece.count)
    #endif
  }

  /// Opens what is a file, and no pipe or folder, and tells its length.
  private func regularFile(_ path: String) throws(FileFailure) -> (OpenFile, length: Int) {
    // Opening a pipe would wait for who writes to it.
    let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileFailure(.read, path) }
    let file = OpenFile(descriptor: descriptor)
    let status = try status(of: file, .read, path)
    guard status.st_mode & S_IFMT == S_IFREG else { throw FileFailure(.read, path, code: EINVAL) }
    return (file, Int(status.st_size))
  }

  private func status(of file: OpenFile, _ call: Call, _ path: String) throws(FileFailure) -> stat {
    var status = stat()
    guard unsafe fstat(file.descriptor, &status) == 0 else { throw FileFailure(call, path) }
    return status
  }

  /// Locks a file, without waiting, until the result goes; nil if another holds it.
  ///
  /// A file that is missing is made if `makes` says so.
  func lock(_ path: String, isExclusive: Bool, makes: Bool) throws(FileFailure) -> OpenFile? {
    while true {
      try willCall(.lock, path)
      let file = try openToLock(path, isExclusive: isExclusive, makes: makes)
      while flock(file.descriptor, (isExclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0 {
        if errno == EWOULDBLOCK { return nil }
        guard errno == EINTR else { throw FileFailure(.lock, path) }
      }
      // Between the two calls another may have removed the file, or put one in its place: a lock that the next one
      // does not come to keeps nobody out.
      if try hasName(file, path) { return file }
    }
  }

  private func openToLock(
    _ path: String, isExclusive: Bool, makes: Bool
  ) throws(FileFailure) -> OpenFile {
    // An exclusive lock needs a file open for writing on network file systems; a shared one is to work
    // where nothing can be written.
    var descriptor = unsafe open(path, (isExclusive ? O_RDWR : O_RDONLY) | O_CLOEXEC)
    if descriptor < 0, errno == ENOENT, makes {
      descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    }
    guard descriptor >= 0 else { throw FileFailure(.lock, path) }
    return OpenFile(descriptor: descriptor)
  }

  /// Whether the name still leads to an open file.
  private func hasName(_ file: OpenFile, _ path: String) throws(FileFailure) -> Bool {
    try willCall(.inspect, path)
    let own = try status(of: file, .lock, path)
    var named = stat()
    guard unsafe stat(path, &named) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return false }
      throw FileFailure(.lock, path)
    }
    return own.st_dev == named.st_dev && own.st_ino == named.st_ino
  }
}

/// An open file, closed when the last reference goes.
final class OpenFile: Sendable {
  fileprivate let descriptor: Int32

  fileprivate init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }
}

/// A system call that failed.
struct FileFailure: Error, Equatable {
  let call: FileSystem.Call
  let path: String
  let code: Int32

  /// - Parameter code: The system's number for the reason; nil for that of the last call.
  init(_ call: FileSystem.Call, _ path: String, code: Int32? = nil) {
    self.code = code ?? errno
    self.call = call
    self.path = path
  }

  var isMissing: Bool { code == ENOENT || code == ENOTDIR }
  var isTaken: Bool { code == EEXIST || code == ENOTEMPTY || code == ENOTDIR }

  /// The reason in the system's words.
  var reason: String { unsafe String(cString: strerror(code)) }
}
