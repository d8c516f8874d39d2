import Bytes
import Foundation
import Terminal

/// The processes of one function. An event gets an idle process, or a new one while there are fewer than `maximum`, or
/// waits for one.
package final class FunctionPool: @unchecked Sendable {
    package let function: String
    private let maximum: Int
    /// Guards everything below, and is signalled when a process is free or gone.
    private let condition = NSCondition()
    private var launcher: Launcher
    private var generation = 0
    private var idle: [Worker] = []
    /// Processes that are idle, busy or being started.
    private var running = 0

    /// A pool without a process.
    package init(_ launcher: Launcher, maximum: Int) {
        function = launcher.function
        self.launcher = launcher
        self.maximum = launcher.hasNoTimeout ? 1 : maximum
    }

    /// Lambda's longest timeout.
    package static let longestMilliseconds = 900_000

    /// Runs an event, at most for the caller's `milliseconds`, including the wait for a process: the function may run
    /// on to its own timeout, as Lambda's does. An event that its process did not live to read goes to another one.
    package func invoke(_ event: [UInt8], milliseconds: Int = longestMilliseconds) -> Invocation {
        let launcher = launcherNow
        let patience = launcher.hasNoTimeout ? Launcher.patience : milliseconds
        let limit = Instant.now().advanced(milliseconds: patience)
        var attempts = 0
        while true {
            attempts += 1
            let worker: Worker?
            do throws(CommandFailure) { worker = try acquire(until: limit) } catch {
                return .failed(function, event, "Local.NotStarted", error.description)
            }
            guard let worker else { return Invocation(function, event: event, outcome: .timedOut) }
            switch worker.run(
                event, function: function, timeoutMilliseconds: launcher.timeoutMilliseconds, until: limit)
            {
            case .running(let invocation):
                finish(worker, invocation)
                return invocation
            case .over(let invocation):
                release(worker)
                return invocation
            case .unread(let invocation):
                release(worker)
                if attempts == Self.maximumAttempts || Instant.now() >= limit { return invocation }
            }
        }
    }

    /// Lets a function end an event that its caller does not wait for, and shows what it logs and how it ends.
    private func finish(_ worker: Worker, _ invocation: Invocation) {
        let announce = launcherNow.announce
        Thread.detachNewThread { [self] in
            let result = worker.finish()
            for line in result.log { announce(AlignedLines.printable(line)) }
            var ending = "it responded to \(invocation.requestID)"
            if case .error(let type, let message) = result.outcome { ending = "\(type): \(message)" }
            announce("\(function), after its caller had gone: \(ending)")
            release(worker)
        }
    }

    /// So many processes may end before they have read an event.
    private static let maximumAttempts = 10

    /// Has a process ready before the first event.
    package func prepare() throws(CommandFailure) { if let worker = try acquire(until: .now()) { release(worker) } }

    /// A process that is ready to take over, and how others like it are started.
    package struct Successor: Sendable {
        let launcher: Launcher
        let worker: Worker
    }

    /// Starts a process by another launcher and waits until it is ready. It is an error if it cannot be started.
    package func successor(_ launcher: Launcher) throws(CommandFailure) -> Successor {
        let worker = try launcher.start(generation: condition.withLock { generation + 1 })
        if launcher.mode == .onDemand, let reason = worker.initialize() {
            worker.end()
            throw CommandFailure("\(function) cannot be started: \(reason)")
        }
        return Successor(launcher: launcher, worker: worker)
    }

    /// Gives further events to the successor and its like. Processes that are busy finish theirs, and then end.
    package func yield(to successor: Successor) {
        let stale = condition.withLock {
            launcher = successor.launcher
            generation = successor.worker.generation
            let stale = idle
            idle = [successor.worker]
            running += 1 - stale.count
            condition.broadcast()
            return stale
        }
        for worker in stale { worker.end() }
    }

    /// Ends the processes that wait for an event.
    package func end() {
        let workers = condition.withLock {
            defer { idle = [] }
            running -= idle.count
            return idle
        }
        for worker in workers { worker.end() }
    }

    /// Counts the times that other processes have taken over.
    var generationNow: Int { condition.withLock { generation } }

    private var launcherNow: Launcher { condition.withLock { launcher } }

    /// Returns the process that was used last, or a new one; nil if none is free in time.
    private func acquire(until limit: Instant) throws(CommandFailure) -> Worker? {
        condition.lock()
        while true {
            if let worker = idle.popLast() {
                condition.unlock()
                if !worker.instance.isEnding { return worker }
                worker.end()
                condition.lock()
                running -= 1
                continue
            }
            if running < maximum { break }
            let seconds = Double(limit.milliseconds(since: .now())) / 1000
            guard seconds > 0 else {
                condition.unlock()
                return nil
            }
            _ = condition.wait(until: Date(timeIntervalSinceNow: seconds))
        }
        running += 1
        let (launcher, generation) = (launcher, generation)
        condition.unlock()
        do { return try launcher.start(generation: generation) } catch {
            lost()
            throw error
        }
    }

    private func release(_ worker: Worker) {
        let isKept = condition.withLock {
            guard !worker.instance.hasEnded, worker.generation == generation else { return false }
            idle.append(worker)
            condition.signal()
            return true
        }
        guard !isKept else { return }
        worker.end()
        lost()
    }

    private func lost() {
        condition.withLock {
            running -= 1
            condition.signal()
        }
    }
}
