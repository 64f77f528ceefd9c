// swift-tools-version: 6.2

import PackageDescription

// Every place that leaves memory safety says `unsafe`; nothing else may.
let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "swift-deletable-clustering",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "DeletableClustering", targets: ["DeletableClustering", "RecordFiles"]),
    .library(name: "ModelStore", targets: ["ModelStore"]),
    .library(name: "UnlearningEvaluation", targets: ["UnlearningEvaluation"]),
    .executable(name: "unlearn", targets: ["unlearn"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    .target(
      name: "CLinearAlgebra",
      linkerSettings: [
        .linkedLibrary("blas", .when(platforms: [.linux])),
        .linkedFramework("Accelerate", .when(platforms: [.macOS])),
      ]
    ),
    .systemLibrary(
      name: "CZlib",
      pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"])]
    ),
    .target(
      name: "DeletableClustering",
      dependencies: [
        "CLinearAlgebra",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict
    ),
    .target(
      name: "RecordFiles",
      dependencies: ["DeletableClustering", "CZlib"],
      swiftSettings: strict
    ),
    .target(
      name: "ModelStore",
      dependencies: [
        "DeletableClustering",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict
    ),
    .target(
      name: "ReportPages",
      dependencies: [
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      swiftSettings: strict
    ),
    .target(
      name: "UnlearningEvaluation",
      dependencies: ["DeletableClustering"],
      swiftSettings: strict
    ),
    .executableTarget(
      name: "unlearn",
      dependencies: [
        "DeletableClustering", "RecordFiles", "ReportPages", "ModelStore", "UnlearningEvaluation",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict
    ),
    // What the documentation shows, compiled; tests run it.
    .executableTarget(
      name: "DocumentationSnippets",
      dependencies: ["DeletableClustering", "RecordFiles", "ModelStore", "UnlearningEvaluation"],
      path: "Examples/Snippets",
      swiftSettings: strict
    ),
    .executableTarget(
      name: "Study",
      dependencies: ["DeletableClustering", "RecordFiles", "ModelStore"],
      path: "Examples/Study/Sources/Study",
      swiftSettings: strict
    ),
    .target(
      name: "TestSupport",
      dependencies: [
        "DeletableClustering", "RecordFiles",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      path: "Tests/TestSupport",
      swiftSettings: strict
    ),
    .testTarget(
      name: "DeletableClusteringTests",
      dependencies: ["CLinearAlgebra", "DeletableClustering", "RecordFiles", "TestSupport"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "RecordFilesTests",
      dependencies: ["RecordFiles", "DeletableClustering", "TestSupport"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "ModelStoreTests",
      dependencies: ["ModelStore", "DeletableClustering", "TestSupport"],
      exclude: ["Golden"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "ReportPagesTests",
      dependencies: ["ReportPages"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "UnlearningEvaluationTests",
      dependencies: ["UnlearningEvaluation", "DeletableClustering", "TestSupport"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "UnlearnTests",
      dependencies: ["unlearn", "DeletableClustering", "ModelStore", "TestSupport"],
      exclude: ["Golden"],
      swiftSettings: strict
    ),
  ]
)
