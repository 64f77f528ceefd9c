// Records that a model must ask for, as those of a store; counted, so that tests see what was read.

import DeletableClustering
import Synchronization

package struct StoredRecords: DeferredRecords {
  private let data: Dataset
  private let loads = LoadCount()

  /// How often all records were read.
  private final class LoadCount: Sendable {
    let value = Atomic(0)
  }

  package init(_ data: Dataset) {
    self.data = data
  }

  package var count: Int { data.count }
  package var participantCount: Int { data.participantCount }
  package var loadCount: Int { loads.value.load(ordering: .relaxed) }

  package func records(of ids: [RecordID]) -> Dataset {
    let wanted = Set(ids)
    return data.keeping { wanted.contains($0) }
  }

  package func load() -> Dataset {
    loads.value.wrappingAdd(1, ordering: .relaxed)
    return data
  }

  package func removing(_ ids: [RecordID]) -> any DeferredRecords {
    StoredRecords(data.without(ids))
  }
}
