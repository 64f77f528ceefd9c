// swift-tools-version: 6.2

// A package of its own, so that nobody who uses the library fetches what measures it.

import PackageDescription

let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    // Named, because else a package goes by the name of its folder.
    .package(name: "swift-deletable-clustering", path: ".."),
    // Without traits: its counts of allocations would need a library that stands between us and malloc.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .target(
      name: "CRoofline",
      linkerSettings: [
        .linkedLibrary("blas", .when(platforms: [.linux])),
        .linkedFramework("Accelerate", .when(platforms: [.macOS])),
      ]
    ),
    .target(name: "BenchmarkData", dependencies: ["CRoofline"], swiftSettings: strict),
    .executableTarget(
      name: "measure",
      dependencies: [
        "BenchmarkData",
        .product(name: "DeletableClustering", package: "swift-deletable-clustering"),
        .product(name: "ModelStore", package: "swift-deletable-clustering"),
      ],
      swiftSettings: strict
    ),
    .executableTarget(
      name: "DeletionBenchmarks",
      dependencies: [
        "BenchmarkData",
        .product(name: "Benchmark", package: "benchmark"),
        .product(name: "DeletableClustering", package: "swift-deletable-clustering"),
        .product(name: "ModelStore", package: "swift-deletable-clustering"),
      ],
      path: "Benchmarks/DeletionBenchmarks",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
    ),
  ]
)
