// Runs the Swift code of one page of the documentation:
//
//   DocumentationSnippets PAGE
//
// Each page has a function, with the page's blocks between the lines `// snippet` and `// end`. What stands outside of them
// is what the reader is expected to have. A test compares blocks and pages word for word, runs this in an
// empty folder with the samples, and looks at what it prints.

import Foundation

let pages: [String: () throws -> Void] = [
  "README": readme,
  "GettingStarted": gettingStarted,
  "Deletion": deletion,
  "Evaluation": evaluation,
  "PreparingRecords": preparingRecords,
  "ThreadsAndBLAS": threadsAndBLAS,
]

guard CommandLine.arguments.count == 2, let page = pages[CommandLine.arguments[1]] else {
  print("Usage: DocumentationSnippets \(pages.keys.sorted().joined(separator: "|"))")
  exit(64)
}
try page()
