import EmbeddedAWS
import Glibc
import Synchronization
import Terminal
import Testing

@testable import LocalServer

/// How a process of a function is started, and what is left when that fails.
@Suite struct LauncherTests {
    /// A program that is gone, as when somebody empties /tmp: the address of its services is free again.
    @Test func aFailedStartLeavesNoServer() throws {
        let services = try EmbeddedServices(schools: [], credentials: EmbeddedCredentials.invented())
        let port = Mutex<UInt16>(0)
        let launcher = Launcher("Gone", program: "/none", services: EmbeddedHost(services)) { _, services in
            port.withLock { $0 = services?.split(separator: ":").last.flatMap { UInt16($0) } ?? 0 }
            return []
        }
        #expect(throws: CommandFailure.self) { try launcher.start(generation: 0) }
        let freed = port.withLock { $0 }
        try #require(freed != 0)
        // Its thread closes the socket.
        let isFree = (0..<200).contains { _ in
            if (try? HTTPServer(port: freed, handler: services)) != nil { return true }
            usleep(10_000)
            return false
        }
        #expect(isFree, "127.0.0.1:\(freed) is still listened on")
    }
}
