// What a step learnt, for those who want to see it.

/// A step of a model's preparation, and what it does with records as the model stands.
///
/// All numbers are rounded to coarse cells: none is anybody's value, or an exact mean. The exception is a feature that
/// does not vary, whose one value is everybody's.
public struct StepParameters: Equatable, Sendable {
  public let step: Preparation.Step
  /// None for a random projection.
  public let parameters: [Parameter]

  /// A list of numbers with a name: one for each feature, or for an axis its weights of the features.
  public struct Parameter: Equatable, Sendable {
    public let name: String
    public let values: [Double]
  }
}

extension FittedPreparation {
  var described: [StepParameters] {
    zip(settings.steps, steps).map { StepParameters(step: $0, parameters: $1.parameters) }
  }
}

extension FilledValues {
  var parameters: [StepParameters.Parameter] { [.init(name: "fill", values: fills)] }
}

extension FeatureScaling {
  /// (x − center) / scale; a scale of 0 makes every value 0.
  var parameters: [StepParameters.Parameter] {
    [
      .init(name: "center", values: features.map(\.center)),
      .init(name: "scale", values: features.map(\.scale)),
    ]
  }
}

extension StandardScaling {
  var parameters: [StepParameters.Parameter] { scaling.parameters }
}

extension MinMaxScaling {
  var parameters: [StepParameters.Parameter] { scaling.parameters }
}

extension RandomProjection {
  var parameters: [StepParameters.Parameter] { [] }
}

extension PrincipalComponents {
  var parameters: [StepParameters.Parameter] {
    (0..<map.outputDimension).map { axis in
      .init(
        name: "axis_\(axis + 1)",
        values: (0..<map.inputDimension).map { map.entries[$0 * map.outputDimension + axis] })
    }
  }
}
