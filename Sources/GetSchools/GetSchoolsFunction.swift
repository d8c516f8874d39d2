import APIGateway
import AWSClient
import Configuration
import LambdaRuntime

/// GetSchools: configuration → clients → handler.
package enum GetSchoolsFunction {
    /// Milliseconds before the deadline at which an answer must be on its way.
    static let marginMilliseconds = 300
    /// Milliseconds that opening the connection may take while the function starts.
    static let connectMilliseconds = 1000

    /// Checks the environment, connects, and answers the handler. Throws `Environment.BadValue`.
    package static func initialize(_ environment: Environment, _ log: Log) throws -> APIHandler {
        let configuration = try AWSConfiguration(environment)
        let cacheSeconds = try environment.integer(.schoolsCacheSeconds)
        let table = try environment.required(.tableName)
        let cors = try CORS(environment)
        let dynamoDB = DynamoDB(try configuration.client(.dynamoDB, retry: .dynamoDB))
        if let failure = dynamoDB.connect(milliseconds: connectMilliseconds) {
            log.debug("the connection could not be opened ahead", ["cause": .string("\(failure)")])
        }
        let store = SchoolStore(dynamoDB, table: table, cacheSeconds: cacheSeconds, log: log)
        return APIHandler(
            routes: SchoolsAPI(store, cacheSeconds: cacheSeconds).routes, cors: cors, log: log,
            margin: marginMilliseconds, describe: { ServiceErrors.describe($0, log) })
    }
}
