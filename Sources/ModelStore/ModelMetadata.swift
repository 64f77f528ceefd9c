// What a tool must know of a model beyond its state.

/// How the input was read that a model was fitted to; a later fit like it is read in the same way.
public struct ModelMetadata: Equatable, Sendable {
  /// The column that the ids come from; nil where they came from elsewhere.
  public var idColumn: String?
  /// The column that the weights come from; nil where none was named.
  public var weightColumn: String?
  /// The features that were asked for, names or patterns; none stand for all columns but these.
  public var features: [String]

  public init(idColumn: String? = nil, weightColumn: String? = nil, features: [String] = []) {
    self.idColumn = idColumn
    self.weightColumn = weightColumn
    self.features = features
  }
}
