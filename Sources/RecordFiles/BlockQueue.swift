// Blocks of a table, handed to threads in order, and taken back in any.
//
// Promise    What comes out is what one thread makes of the blocks one after another, the first fault included.
// Method     Blocks are numbered as they are cut, and know the row of their first record. A block that is done waits
//            until all before it are. A fault in a block stops the handing out; those before it are at work
//            already, and of several faults the one in the earliest block stands.
// Memory     Of the text there is a block a thread, and what waits of those that are done holds no numbers.

import DeletableClustering
import Synchronization

/// A block, and where its records belong.
struct NumberedBlock: Sendable {
  let block: TextBlock
  /// The count of blocks before it.
  let index: Int
  /// The count of records before its first.
  let firstRow: Int
}

/// The blocks of a table on their way from the text to the records.
final class BlockQueue: Sendable {
  private let supply: Mutex<Supply>
  private let joined: Mutex<JoinedBlocks>

  /// - Parameters:
  ///   - first: The first block, without the header.
  ///   - blocks: The others.
  init(first: TextBlock, then blocks: sending TextBlocks) {
    supply = Mutex(Supply(first: first, then: blocks))
    joined = Mutex(JoinedBlocks())
  }

  /// The next block whose records fit before a row; nil if there is none to work on for now.
  func take(beforeRow limit: Int) -> NumberedBlock? {
    supply.withLock { $0.take(beforeRow: limit) }
  }

  /// Takes back a block with what was found in it.
  func finish(_ block: NumberedBlock, _ end: BlockEnd) {
    switch end {
    case .parsed(let parsed): joined.withLock { $0.add(parsed, of: block.index) }
    case .needsDouble: supply.withLock { $0.putBack(block) }
    case .miscounted: supply.withLock { $0.isMiscounted = true }
    }
  }

  /// Takes back a block in which something is wrong.
  func finish(_ block: NumberedBlock, fault: RecordFileError) {
    supply.withLock { $0.note(fault, in: block.index) }
  }

  /// Looks at the supply, or changes it, while no thread is at work.
  func withSupply<Result: Sendable>(_ body: (inout Supply) -> Result) -> Result {
    supply.withLock { body(&$0) }
  }

  /// Everything but numbers, once all blocks are done.
  func records() -> JoinedBlocks {
    let records = joined.withLock { $0 }
    let blockCount = supply.withLock { $0.blockCount }
    precondition(records.blockCount == blockCount, "A block without a fault was not counted right")
    return records
  }
}

/// The blocks that are still to be parsed.
struct Supply {
  private var blocks: TextBlocks
  /// The next block, as long as it was cut and not handed out.
  private var held: TextBlock?
  private var isEnded = false
  /// Blocks that came back for double precision, and those of them that are handed out again.
  private var putBack: [NumberedBlock] = []
  private var again: [NumberedBlock] = []
  fileprivate var isMiscounted = false
  /// The fault in the earliest block that has one.
  private var earliestFault: (index: Int, error: RecordFileError)?

  /// The count of blocks that were handed out, of their records and their bytes.
  private(set) var blockCount = 0
  private(set) var recordCount = 0
  private var byteCount = 0

  fileprivate init(first: TextBlock, then blocks: TextBlocks) {
    self.blocks = blocks
    held = first
  }

  /// What is wrong, if anything is, once nothing is left to do.
  var fault: RecordFileError? { earliestFault?.error }

  /// Whether blocks came back because their numbers need double precision.
  var needsDouble: Bool { !putBack.isEmpty }

  /// Whether no block will be handed out any more.
  var isDone: Bool { putBack.isEmpty && (isEnded || isMiscounted || fault != nil) }

  /// Goes on with what came back; nothing after a fault matters.
  mutating func resume() {
    again = putBack.filter { $0.index < earliestFault?.index ?? .max }
    putBack = []
  }

  fileprivate mutating func take(beforeRow limit: Int) -> NumberedBlock? {
    if let block = again.popLast() { return block }
    if isDone || needsDouble { return nil }
    if held == nil { cut() }
    guard let block = held, recordCount + block.recordCount <= limit else { return nil }
    held = nil
    defer {
      blockCount += 1
      recordCount += block.recordCount
      byteCount += block.bytes.count
    }
    return NumberedBlock(block: block, index: blockCount, firstRow: recordCount)
  }

  private mutating func cut() {
    do throws(RecordFileError) {
      held = try blocks.next()
      isEnded = held == nil
    } catch {
      note(error, in: blockCount)
    }
  }

  fileprivate mutating func note(_ error: RecordFileError, in index: Int) {
    if index < earliestFault?.index ?? .max { earliestFault = (index, error) }
  }

  fileprivate mutating func putBack(_ block: NumberedBlock) {
    putBack.append(block)
  }

  /// A count of records to take memory for: all of the table, as far as can be told from what was cut.
  ///
  /// - Parameter recordBytes: What a record's numbers take.
  /// - Returns: At least the count that was handed out, and one block more if there is one.
  func expectedCount(recordBytes: Int) -> Int {
    let count = recordCount + (held?.recordCount ?? 0)
    guard let total = blocks.byteCount else { return max(2 * count, (1 << 20) / recordBytes) }
    let bytesSoFar = byteCount + (held?.bytes.count ?? 0)
    let expected = Double(count) * 1.05 * Double(total) / Double(bytesSoFar)
    // Numbers take about as much as their text. A beginning that promises far more is not believed at once.
    let limit = max(total / recordBytes, 16 * count)
    return max(count, min(Int(min(expected, 0x1p62)), limit))
  }
}

/// What the blocks that are done hold beside numbers.
struct JoinedBlocks {
  private(set) var blockCount = 0
  private(set) var recordCount = 0
  private(set) var ids = RecordIDs()
  private(set) var weights: [UInt32] = []
  /// Blocks that are done before one that comes earlier.
  private var waiting: [Int: ParsedBlock] = [:]

  fileprivate mutating func add(_ block: ParsedBlock, of index: Int) {
    waiting[index] = block
    while let next = waiting.removeValue(forKey: blockCount) {
      blockCount += 1
      recordCount += next.count
      ids.append(next.ids)
      weights += next.weights
    }
  }
}
