import APIGateway
import AWSClient
import Bytes
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
        let query = try SchoolQuery(request)
        let listing: SchoolListing
        do { listing = try store.list(query, deadline: context.deadline) } catch { throw HTTPError(error) }
        let body = body(of: listing, query)
        let etag = ETag.of(body)
        let headers: [(name: StaticString, value: String)] = [
            (name: "ETag", value: etag), (name: "Cache-Control", value: cacheControl),
        ]
        if let known = request.header("if-none-match"), ETag.matches(etag, known) {
            return ProxyResponse(.notModified, headers: headers)
        }
        return ProxyResponse(.ok, headers: headers, body: body)
    }

    /// `{"schools":[…],"count":n,"nextCursor":"…"}`, the schools as they are.
    private func body(of listing: SchoolListing, _ query: SchoolQuery) -> [[UInt8]] {
        var pieces = [Array("{\"schools\":[".utf8)]
        let comma = [UInt8(ascii: ",")]
        for (index, school) in listing.schools.enumerated() {
            if index > 0 { pieces.append(comma) }
            pieces.append(school.json)
        }
        var end = "],\"count\":\(listing.schools.count)"
        if listing.hasMore, let last = listing.schools.last {
            end += ",\"nextCursor\":\"\(SchoolCursor(last, query.order).text(for: query))\""
        }
        pieces.append(Array("\(end)}".utf8))
        return pieces
    }

    private func school(
        _ request: borrowing ProxyRequest, _ context: RequestContext
    ) throws(HTTPError) -> ProxyResponse {
        let id = request.pathParameter("schoolId", of: .school) ?? ""
        guard !id.isEmpty else { throw HTTPError(.badRequest, "The schoolId is missing") }
        guard id.utf8.count <= School.maximumIDBytes else {
            throw HTTPError(.badRequest, "The schoolId is longer than \(School.maximumIDBytes) bytes")
        }
        let school: School?
        do { school = try store.school(id: id, deadline: context.deadline) } catch { throw HTTPError(error) }
        guard let school else { throw HTTPError(.notFound, "School not found") }
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
