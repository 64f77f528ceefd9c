// Models of any method are compared like those of one.

import DeletableClustering

/// Whether two models have equal settings, their methods included, and equal states.
package func == (left: any DeletableModel, right: any DeletableModel) -> Bool {
  left.core == right.core
}
