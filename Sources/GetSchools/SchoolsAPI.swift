import APIGateway
import Configuration
import LambdaRuntime
import Schools

/// `GET /schools` and `GET /schools/{schoolId}`.
final class SchoolsAPI {
    private let store: SchoolStore
    private let cacheControl: String

    init(_ store: SchoolStore, cacheSeconds: Int) {
        self.store = store
        cacheControl = cacheSeconds > 0 ? "public, max-age=\(cacheSeconds)" : "no-cache"
    }

    /// The handlers of this function's routes.
    var routes: [(Route, RequestHandler)] { [(.listSchools, list), (.school, school)] }

    private func list(
        _ request: borrowing ProxyRequest, _ context: RequestContext
    ) throws(HTTPError) -> ProxyResponse {
        let listing = try store.list(try SchoolQuery(request), deadline: context.deadline)
        let headers: [(name: StaticString, value: String)] = [
            (name: "ETag", value: listing.etag), (name: "Cache-Control", value: cacheControl),
        ]
        if let known = request.header("if-none-match"), ETag.matches(listing.etag, known) {
            return ProxyResponse(.notModified, headers: headers)
        }
        return ProxyResponse(.ok, headers: headers, escaped: listing.body)
    }

    private func school(
        _ request: borrowing ProxyRequest, _ context: RequestContext
    ) throws(HTTPError) -> ProxyResponse {
        let id = request.pathParameter("schoolId", of: .school) ?? ""
        guard !id.isEmpty else { throw HTTPError(.badRequest, "The schoolId is missing") }
        guard id.utf8.count <= School.maximumIDBytes else {
            throw HTTPError(.badRequest, "The schoolId is longer than \(School.maximumIDBytes) bytes")
        }
        guard let school = try store.school(id: id, deadline: context.deadline) else {
            throw HTTPError(.notFound, "School not found")
        }
        guard school.isReadable else {
            throw .internalError(
                (
                    "a school cannot be read",
                    [
                        "errorType": "UnknownAttributeType", "schoolId": .untrusted(id),
                        "cause": .string(school.defect ?? ""),
                        "advice": "remove that attribute from the item, or deploy a version that knows its type",
                    ]
                ))
        }
        return ProxyResponse(.ok, body: [school.json])
    }
}
