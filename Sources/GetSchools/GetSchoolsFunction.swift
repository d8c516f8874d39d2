import APIGateway
import AWSClient
import Configuration
import LambdaRuntime

/// GetSchools: configuration → clients → handler.
package enum GetSchoolsFunction {
    /// What writing and posting a response of 6 MB takes at most.
    static let reserveMilliseconds = 300

    /// Checks the environment, connects, and returns the handler. Throws `Environment.BadValue`.
    package static func initialize(_ environment: Environment, _ log: Log) throws -> APIHandler {
        let configuration = try AWSConfiguration(environment)
        let cacheSeconds = try environment.integer(.schoolsCacheSeconds)
        let table = try environment.required(.tableName)
        let cors = try CORS(environment)
        let dynamoDB = DynamoDB(try configuration.client(.dynamoDB, retry: .dynamoDB))
        if let failure = dynamoDB.connect() {
            log.debug("the connection could not be opened ahead", ["cause": .string("\(failure)")])
        }
        let store = SchoolStore(CatalogueReader(dynamoDB, table: table, log: log), cacheSeconds: cacheSeconds)
        let matches = MatchAPI(store, functionName: environment[.functionName] ?? FunctionName.getSchools)
        return APIHandler(
            routes: SchoolsAPI(store, cacheSeconds: cacheSeconds).routes + matches.routes, cors: cors, log: log,
            reserveMilliseconds: reserveMilliseconds)
    }
}
