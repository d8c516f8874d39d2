import Bytes
import LambdaRuntime

/// Serves API Gateway's events with a function's routes: event → request → route → response, and one access line.
package struct APIHandler: LambdaHandler {
    private let router: Router
    private let log: Log
    private let margin: Int
    private let describe: (any Error) -> HTTPError?

    /// Answers are on their way `margin` milliseconds before the platform's deadline. `describe` says what a caller gets
    /// for an error that is no `HTTPError`, after it has been logged; nil means 500.
    package init(
        routes: [(Route, RequestHandler)], cors: CORS, log: Log, margin: Int,
        describe: @escaping (any Error) -> HTTPError?
    ) {
        router = Router(routes, cors: cors)
        self.log = log
        self.margin = margin
        self.describe = describe
    }

    /// Answers one event. Throws a `FunctionError` for one that is no request of API Gateway.
    package func handle(_ invocation: Invocation, _ out: inout ByteBuffer) throws {
        let request: ProxyRequest
        do {
            request = try ProxyRequest(invocation.event)
        } catch {
            // API Gateway makes a 502 of an invocation that fails.
            access("-", "-", 502, since: invocation.start)
            throw error
        }
        let (cors, result) = router.find(request)
        let record = AccessRecord()
        var response = respond(request, result, invocation, record)
        let start = out.count
        response.write(to: &out, cors: cors)
        if out.count - start > ProxyResponse.maximumBytes {
            out.truncate(to: start)
            response = tooLarge().response(requestID: invocation.requestID)
            response.write(to: &out, cors: cors)
        }
        access(request.method, request.path, response.status.rawValue, since: invocation.start, record.metrics)
    }

    private func respond(
        _ request: ProxyRequest, _ result: Result<RequestHandler?, HTTPError>, _ invocation: Invocation,
        _ record: AccessRecord
    ) -> ProxyResponse {
        do {
            guard let handler = try result.get() else { return ProxyResponse(.noContent) }
            let context = RequestContext(
                requestID: invocation.requestID, start: invocation.start,
                deadline: invocation.deadline.advanced(milliseconds: -margin), log: log, access: record)
            return try handler(request, context)
        } catch let error as HTTPError {
            return error.response(requestID: invocation.requestID)
        } catch {
            let told = describe(error) ?? unexpected(error)
            return told.response(requestID: invocation.requestID)
        }
    }

    /// Lambda would refuse the answer, and the caller get a 502 without CORS headers.
    private func tooLarge() -> HTTPError {
        log.error("the answer is larger than Lambda takes", ["limit": .integer(ProxyResponse.maximumBytes)])
        return HTTPError(.internalServerError, "Internal error")
    }

    private func unexpected(_ error: any Error) -> HTTPError {
        log.error("the request failed", ["cause": .string(String(describing: error))])
        return HTTPError(.internalServerError, "Internal error")
    }

    private func access(
        _ method: String, _ path: String, _ status: Int, since start: Instant, _ metrics: Metrics? = nil
    ) {
        log.write(
            .info, "request",
            [
                "method": .string(AccessText.safe(method)), "path": .string(AccessText.safe(path)),
                "status": .integer(status),
                "durationMs": .microseconds((Instant.now().nanoseconds - start.nanoseconds) / 1000),
            ], metrics: metrics)
    }
}

/// Method and path in the access line. They come from a stranger, and operators search the log for words: they must not be
/// able to look like a failure or a model call.
enum AccessText {
    static let maximumLength = 256

    /// `text` with everything but URL characters percent-encoded, the first letter of the searched words too, and cut to
    /// `maximumLength` bytes.
    static func safe(_ text: String) -> String {
        var text = text
        return text.withUTF8 { bytes in
            var out = ByteBuffer(capacity: 64)
            for (index, byte) in bytes.prefix(maximumLength).enumerated() {
                let rest = bytes[index...]
                if isURLByte(byte), !Log.searchedWords.contains(where: { rest.starts(with: $0.utf8) }) {
                    out.append(byte)
                } else {
                    out.append(UInt8(ascii: "%"))
                    out.append(Hex.upper(byte >> 4))
                    out.append(Hex.upper(byte & 15))
                }
            }
            return String(decoding: out.bytes, as: UTF8.self)
        }
    }

    private static func isURLByte(_ byte: UInt8) -> Bool {
        PercentEncoding.isUnreserved(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "%")
    }
}
