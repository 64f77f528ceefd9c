// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "Study",
  platforms: [.macOS(.v15)],
  // page: README.md
  // snippet
  dependencies: [
    .package(path: "../swift-deletable-clustering")
  ],
  targets: [
    .executableTarget(
      name: "Study",
      dependencies: [
        .product(name: "DeletableClustering", package: "swift-deletable-clustering"),
        .product(name: "ModelStore", package: "swift-deletable-clustering"),
      ])
  ]
  // end
)
