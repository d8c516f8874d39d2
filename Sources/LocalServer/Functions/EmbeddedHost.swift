import EmbeddedAWS
import Synchronization

/// The embedded services, which can be exchanged while they are used, and how slow they are.
package final class EmbeddedHost: Sendable {
    private let services: Mutex<EmbeddedServices>
    /// Before each response of a model.
    let modelDelayMilliseconds: Int
    /// Before each response of the table: a page of a Query or Scan, or anything else.
    let pageDelayMilliseconds: Int

    /// Serves `services`.
    package init(_ services: EmbeddedServices, modelDelayMilliseconds: Int = 0, pageDelayMilliseconds: Int = 0) {
        self.services = Mutex(services)
        self.modelDelayMilliseconds = modelDelayMilliseconds
        self.pageDelayMilliseconds = pageDelayMilliseconds
    }

    /// The services from now on.
    package func replace(_ new: EmbeddedServices) { services.withLock { $0 = new } }

    /// The services now.
    package var current: EmbeddedServices { services.withLock { $0 } }
}
