import Bytes
import Foundation
import Testing

@testable import EmbeddedAWS

@Suite struct HTTPServerTests {
    private struct Echo: HTTPHandler {
        func respond(to request: HTTPRequest) -> HTTPResponse {
            HTTPResponse(status: 200, headers: [("X-Path", request.path)], body: request.body)
        }
    }

    @Test func respondsToSeveralRequestsOnOneConnection() throws {
        let server = try HTTPServer(handler: Echo())
        server.start()
        defer { server.stop() }
        let response = try exchange(
            port: server.port,
            "POST /a HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi" + "GET /b HTTP/1.1\r\nConnection: close\r\n\r\n")
        #expect(
            response == "HTTP/1.1 200 OK\r\nX-Path: /a\r\nContent-Length: 2\r\n\r\nhi"
                + "HTTP/1.1 200 OK\r\nX-Path: /b\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
    }

    @Test func refusesOtherProtocolsAndCloses() throws {
        let server = try HTTPServer(handler: Echo())
        server.start()
        defer { server.stop() }
        #expect(try exchange(port: server.port, "hello\r\n\r\n").hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
    }

    @Test func stopsWithConnectionsOpen() throws {
        let server = try HTTPServer(handler: Echo())
        server.start()
        Thread.detachNewThread {
            usleep(100_000)
            server.stop()
        }
        #expect(try exchange(port: server.port, "GET /half HTTP/1.1\r\n").isEmpty)
    }

    @Test func saysThatAPortIsTaken() throws {
        let server = try HTTPServer(handler: Echo())
        let failure = #expect(throws: HTTPServer.Failure.self) { try HTTPServer(port: server.port, handler: Echo()) }
        #expect(failure?.description.contains("127.0.0.1:\(server.port)") == true)
        server.start()
        server.stop()
    }

    @Test func closesConnectionsAboveItsLimit() throws {
        let server = try HTTPServer(handler: Echo())
        server.start()
        defer { server.stop() }
        let request = "GET /a HTTP/1.1\r\nConnection: close\r\n\r\n"
        // Each must be served before the next is opened, so that it counts.
        let open = try (0..<HTTPServer.defaultMaximumConnections).map { _ in try OpenConnection(port: server.port) }
        for connection in open { try connection.roundTrip() }
        #expect(try exchange(port: server.port, request).isEmpty)
        open[0].end()
        let limit = Instant.now().advanced(milliseconds: 5000)
        while try exchange(port: server.port, request).isEmpty, Instant.now() < limit { usleep(10_000) }
        #expect(try exchange(port: server.port, request).hasPrefix("HTTP/1.1 200 OK"))
    }
}
