// From what went wrong to the code that the process ends with.
//
// Codes 64 and above are those of BSD's sysexits. Code 1 belongs to a difference that `verify`,
// `benchmark` or `evaluate` found, and to nothing else.

import DeletableClustering
import ModelStore
import RecordFiles

/// How the process ends.
enum ExitStatus: Int32 {
  case differs = 1
  case usage = 64
  case badData = 65
  case noInput = 66
  case unsuitableBLAS = 69
  case cannotCreate = 73
  case inputOutput = 74
  case inUse = 75
}

/// A failure with its message and its code.
struct ToolError: Error, CustomStringConvertible {
  let status: ExitStatus
  let description: String

  init(_ status: ExitStatus, _ description: String) {
    self.status = status
    self.description = description
  }

  /// The failure that an error of the libraries is; nil for errors of the command line's parser.
  init?(_ error: any Error) {
    switch error {
    case let error as ToolError:
      self = error
    case let error as RecordFileError:
      self.init(ExitStatus(error.kind), error.description)
    case StoreError.needsKey(let path):
      self.init(
        .noInput, "\(path): the model is encrypted; give its key file with --key, or in UNLEARN_KEY_FILE.")
    case let error as StoreError:
      self.init(ExitStatus(error), error.description)
    case let error as DatasetError:
      self.init(.badData, error.description)
    case let error as FitError:
      self.init(ExitStatus(error), error.description)
    case DeletionError.foreignState:
      self.init(.badData, "The model is damaged: its state is not that of its records.")
    case DeletionError.unreadableRecords(let cause):
      self = ToolError(cause) ?? ToolError(.inputOutput, "The model's records cannot be read: \(cause)")
    default:
      return nil
    }
  }
}

extension ExitStatus {
  init(_ error: FitError) {
    switch error {
    case .configuration: self = .usage
    case .missingValue, .tooLarge: self = .badData
    case .unsuitableLinearAlgebra: self = .unsuitableBLAS
    }
  }

  init(_ kind: RecordFileError.Kind) {
    switch kind {
    case .noInput: self = .noInput
    case .badData: self = .badData
    case .usage: self = .usage
    case .io: self = .inputOutput
    }
  }

  init(_ error: StoreError) {
    switch error {
    case .noModel, .needsKey: self = .noInput
    case .damaged, .newerVersion, .endedSeeding, .otherSigner, .wrongKey, .notEncrypted: self = .badData
    case .exists, .cannotCreate: self = .cannotCreate
    case .io, .unfinished, .interrupted: self = .inputOutput
    case .inUse, .outdated: self = .inUse
    case .unsuitableLinearAlgebra: self = .unsuitableBLAS
    }
  }
}
