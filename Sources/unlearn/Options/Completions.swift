// What a shell offers where a command line names a file.

import ArgumentParser

extension CompletionKind {
  /// Tables of records.
  static var table: CompletionKind { .file(extensions: ["csv", "tsv", "gz", "npy"]) }
  /// Files for centroids or labels.
  static var exported: CompletionKind { .file(extensions: ["csv", "npy"]) }
  /// Reports.
  static var page: CompletionKind { .file(extensions: ["html"]) }
}
