// swift-tools-version:6.0
import PackageDescription

// No packages: the functions need libcurl (with the libssl and zlib that it brings) and the standard library, nothing else.
// `swift build` links Debian's libcurl.so; `build.sh` points pkg-config at the static form to make the zips.
//
// A function is an executable target of its own name; `build.sh` makes dist/NAME.zip of each.

/// What every function is made of.
let runtime: [Target.Dependency] = ["Configuration", "AWSClient", "APIGateway", "LambdaRuntime", "JSON", "Bytes"]

let package = Package(
    name: "flight-school",
    products: [
        .executable(name: "local", targets: ["Local"])
    ],
    targets: [
        // C
        .target(name: "CPlatform"),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),

        // The runtime and the clients
        .target(name: "Bytes"),
        .target(name: "JSON", dependencies: ["Bytes"]),
        .target(name: "LambdaRuntime", dependencies: ["JSON", "Bytes", "CPlatform"]),
        .target(name: "APIGateway", dependencies: ["LambdaRuntime", "JSON", "Bytes"], exclude: ["openapi.yaml"]),
        .target(
            name: "AWSClient", dependencies: ["JSON", "Bytes", "CCurl"],
            resources: [.embedInCode("HTTP/amazon-roots.pem")]),
        .target(name: "Configuration", dependencies: ["AWSClient", "APIGateway", "LambdaRuntime", "Bytes"]),

        // The marketplace and its functions
        .target(name: "Schools", dependencies: ["AWSClient", "JSON", "Bytes"]),
        .target(name: "Matching", dependencies: ["APIGateway", "JSON"]),
        .target(
            name: "Ranking",
            dependencies: ["Matching", "Schools", "APIGateway", "LambdaRuntime", "JSON", "Bytes"]),
        .executableTarget(name: "GetSchools", dependencies: ["Ranking", "Schools"] + runtime),
        .executableTarget(name: "MatchExplainer", dependencies: ["Matching"] + runtime),

        // The developer's and the operator's tool
        .target(name: "Terminal", dependencies: ["Bytes"]),
        .target(name: "EmbeddedAWS", dependencies: ["Terminal", "Schools", "AWSClient", "JSON", "Bytes", "CCurl"]),
        .target(
            name: "SchoolsTable",
            dependencies: ["Terminal", "Schools", "Configuration", "AWSClient", "LambdaRuntime", "JSON", "Bytes"]),
        .target(
            name: "LocalServer", dependencies: ["EmbeddedAWS", "Terminal", "CCurl"] + runtime,
            resources: [.embedInCode("Console/console.html")]),
        .executableTarget(
            name: "Local", dependencies: ["LocalServer", "EmbeddedAWS", "SchoolsTable", "Terminal"] + runtime),

        // Tests: a target for each of the above, and those of the artifacts, the whole and the deployment
        .target(
            name: "Support", dependencies: ["Matching", "Schools", "APIGateway", "JSON", "Bytes"],
            path: "Tests/Support"),
        .testTarget(name: "BytesTests", dependencies: ["Bytes"]),
        .testTarget(name: "JSONTests", dependencies: ["JSON", "Bytes", "Support"]),
        .testTarget(name: "LambdaRuntimeTests", dependencies: ["LambdaRuntime", "JSON", "Bytes", "Support"]),
        .testTarget(
            name: "APIGatewayTests", dependencies: ["APIGateway", "LambdaRuntime", "JSON", "Bytes", "Support"],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "AWSClientTests", dependencies: ["AWSClient", "JSON", "Bytes", "Support"], exclude: ["Fixtures"]),
        .testTarget(
            name: "SchoolsTests", dependencies: ["Schools", "AWSClient", "JSON", "Bytes", "Support"],
            exclude: ["Fixtures"]),
        .testTarget(name: "ConfigurationTests", dependencies: ["Support"] + runtime),
        .testTarget(
            name: "MatchingTests", dependencies: ["Matching", "APIGateway", "JSON", "Bytes", "Support"],
            exclude: ["Corpus"]),
        .testTarget(
            name: "RankingTests",
            dependencies: ["Ranking", "Matching", "Schools", "APIGateway", "JSON", "Bytes", "Support"]),
        .testTarget(
            name: "GetSchoolsTests", dependencies: ["GetSchools", "Schools", "Support"] + runtime),
        .testTarget(
            name: "MatchExplainerTests", dependencies: ["MatchExplainer", "Matching", "Support"] + runtime,
            exclude: ["Golden"]),
        .testTarget(
            name: "EmbeddedAWSTests",
            dependencies: ["EmbeddedAWS", "Schools", "AWSClient", "CCurl", "JSON", "Bytes", "Terminal", "Support"]),
        .testTarget(
            name: "SchoolsTableTests",
            dependencies: ["SchoolsTable", "EmbeddedAWS", "Schools", "Terminal", "Support"] + runtime),
        .testTarget(
            name: "LocalServerTests", dependencies: ["LocalServer", "EmbeddedAWS", "Terminal", "Support"] + runtime),
        .testTarget(
            name: "LocalTests",
            dependencies: ["Local", "LocalServer", "EmbeddedAWS", "SchoolsTable", "Terminal", "Support"] + runtime),
        .testTarget(
            name: "APIDescriptionTests",
            dependencies: ["GetSchools", "Matching", "Schools", "Configuration", "APIGateway", "JSON", "Support"]),
        .testTarget(name: "ArtifactTests", dependencies: ["Support"]),
        .testTarget(
            name: "IntegrationTests",
            dependencies: ["EmbeddedAWS", "SchoolsTable", "Schools", "Terminal", "Support"] + runtime),
        .testTarget(name: "DeployTests", dependencies: ["Schools", "JSON", "Support"]),
        .testTarget(name: "SiteTests", dependencies: ["Support"]),
    ]
)
