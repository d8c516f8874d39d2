import APIGateway
import Configuration
import JSON
import Support
import Testing

@testable import GetSchools

/// Sources/APIGateway/openapi.yaml, which describes the API, and what must agree with it.
@Suite(
    .enabled(if: Parts.mustRun(DescriptionCheck.isReady), "the linters or cfn-lint are missing: run ./build.sh test"),
    .timeLimit(.minutes(2)))
struct DescriptionTests {
    @Test("is OpenAPI, and linters have nothing to say")
    func lints() throws { try DescriptionCheck.run("lint.py", with: DescriptionCheck.drivers) }

    @Test("has the permissions, limits, key and errors of the template's gateway")
    func deployed() throws { try DescriptionCheck.run("deployed.py") }

    @Test("takes its examples from Events")
    func examples() throws { try DescriptionCheck.run("examples.py") }

    @Test("has the routes and parameters of the template and of the Swift code, and they have its")
    func places() throws {
        let routes = Route.all.map { route -> JSONValue in
            let query = route == .listSchools ? SchoolQuery.parameters : []
            return [
                "method": .string(route.method), "path": .string(route.path),
                "query": .array(query.map { .string($0) }),
            ]
        }
        try DescriptionCheck.run("places.py", input: JSONValue.array(routes).text)
    }
}

/// The API, driven by its description.
@Suite(
    .enabled(
        if: Parts.mustRun(DescriptionCheck.canDrive),
        "schemathesis, ministack or the zips are missing: run ./build.sh test"),
    .timeLimit(.minutes(6)))
struct DrivenAPITests {
    @Test("does what the description says, and refuses what it forbids")
    func drives() throws { try DescriptionCheck.run("drive.py", seconds: 340) }
}
