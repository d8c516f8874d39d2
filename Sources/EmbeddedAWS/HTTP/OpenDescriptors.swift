import Glibc
import Synchronization

/// Keeps the descriptors of this process from its children: Swift's Glibc has neither `pipe2` nor `accept4`.
enum OpenDescriptors {
    private static let lock = Mutex(())

    /// Runs `body`, which makes a descriptor and marks it, or starts a program: only one of them at a time.
    static func making<R>(_ body: () -> R) -> R { lock.withLock { _ in body() } }

    /// Marks a descriptor. No program that is started from now on has it.
    static func keepFromChildren(_ descriptor: Int32) { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
}
