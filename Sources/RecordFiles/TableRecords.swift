// The records of a table, parsed by several threads.
//
// Method     Every block of text knows how many records it has before they are parsed, so each thread puts the
//            numbers where they belong: nothing is copied to be joined. Memory is taken for as many records as
//            the size of the file lets expect; where they are more, or of unknown count, it grows while no
//            thread is at work.
//            Numbers are single until one is not exact in it. From there on all are double; the block with that
//            number is parsed again.

import DeletableClustering

/// The records of a table.
struct TableRecords {
  /// The most threads, however many are asked for.
  private static let threadLimit = 256

  private(set) var coordinates: Coordinates
  private(set) var count: Int
  private(set) var ids: RecordIDs
  private(set) var weights: [UInt32]

  /// Parses all blocks.
  ///
  /// - Throws: ``RecordFileError``, the first fault of the table.
  static func read(
    _ queue: BlockQueue, _ parser: RecordParser, threads: Int
  ) throws(RecordFileError) -> TableRecords {
    let work = BlockWork(queue: queue, parser: parser, threads: max(1, min(threads, threadLimit)))
    var coordinates = Coordinates.float([])
    repeat {
      if queue.withSupply({ $0.needsDouble }) { coordinates.widen() }
      queue.withSupply { $0.resume() }
      switch coordinates {
      case .float(let values): coordinates = .float(work.extend(values))
      case .double(let values): coordinates = .double(work.extend(values))
      }
    } while !queue.withSupply { $0.isDone }
    if let fault = queue.withSupply({ $0.fault }) { throw fault }
    let others = queue.records()
    return TableRecords(
      coordinates: coordinates, count: others.recordCount, ids: others.ids, weights: others.weights)
  }
}

/// Threads that take blocks from a queue and parse them.
private struct BlockWork {
  let queue: BlockQueue
  let parser: RecordParser
  let threads: Int

  /// The numbers so far, and those of blocks that are left, as far as memory is taken for them.
  func extend<Number: KeptNumber>(_ numbers: [Number]) -> [Number] {
    let dimension = parser.dimension
    let limit = queue.withSupply {
      $0.expectedCount(recordBytes: dimension * MemoryLayout<Number>.stride)
    }
    return [Number](numbers, capacity: limit * dimension) { window in
      Parallel.forEach(count: threads, grain: 1, threads: threads) { _ in
        while let block = queue.take(beforeRow: limit) { parse(block, into: window) }
      }
      return queue.withSupply { $0.recordCount } * dimension
    }
  }

  private func parse<Number: KeptNumber>(_ numbered: NumberedBlock, into window: DisjointWindow<Number>) {
    let first = numbered.firstRow * parser.dimension
    let range = first..<first + numbered.block.recordCount * parser.dimension
    window.update(range) { numbers in
      do throws(RecordFileError) {
        let end = try parser.parse(numbered.block, into: &numbers)
        queue.finish(numbered, end)
        if case .parsed = end { return }
      } catch {
        queue.finish(numbered, fault: error)
      }
      // What was not written is written here; it is parsed again, or not read any more.
      for index in numbers.indices { numbers[index] = 0 }
    }
  }
}

extension Coordinates {
  /// Goes over to double precision.
  fileprivate mutating func widen() {
    if case .float(let values) = self { self = .double(values.map { Double($0) }) }
  }
}
