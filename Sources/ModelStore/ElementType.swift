// In which precision coordinates stand in files: the one in which they were given.

import DeletableClustering

enum ElementType: UInt8, Sendable {
  case float = 4
  case double = 8

  init(of coordinates: Coordinates) {
    switch coordinates {
    case .float: self = .float
    case .double: self = .double
    }
  }

  var bytes: Int { Int(rawValue) }
}
