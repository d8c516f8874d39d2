// swift-tools-version:6.0
import PackageDescription

// No packages: the functions need libcurl (with the libssl and zlib it brings) and the standard library, nothing else.
// `swift build` links Debian's libcurl.so; `build.sh` points pkg-config at the static form to make the zips.
let package = Package(
    name: "flight-school",
    products: [
        .executable(name: "GetSchools", targets: ["GetSchools"]),
        .executable(name: "MatchExplainer", targets: ["MatchExplainer"]),
        .executable(name: "local", targets: ["Local"]),
    ],
    targets: [
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(
            name: "CShims", dependencies: ["CCurl"],
            linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto"), .linkedLibrary("z")]),
        .target(name: "Primitives"),
        .target(name: "JSON", dependencies: ["Primitives"]),
        .target(name: "LambdaRuntime", dependencies: ["JSON", "Primitives", "CShims"]),
        .target(name: "APIGateway", dependencies: ["JSON", "Primitives", "LambdaRuntime"]),
        .target(name: "AWSClient", dependencies: ["JSON", "Primitives", "CCurl", "CShims"]),
        .target(name: "Configuration", dependencies: ["AWSClient", "APIGateway", "LambdaRuntime"]),
        .target(
            name: "FlightSchools",
            dependencies: ["Configuration", "AWSClient", "APIGateway", "LambdaRuntime", "JSON", "Primitives"]),
        .target(
            name: "Matches",
            dependencies: ["Configuration", "AWSClient", "APIGateway", "LambdaRuntime", "JSON", "Primitives"]),
        .executableTarget(name: "GetSchools", dependencies: ["FlightSchools"]),
        .executableTarget(name: "MatchExplainer", dependencies: ["Matches"]),
        .executableTarget(
            name: "Local",
            dependencies: [
                "FlightSchools", "Configuration", "LambdaRuntime", "AWSClient", "CShims", "JSON", "Primitives",
            ]),
        .testTarget(
            name: "LocalTests",
            dependencies: [
                "Local", "FlightSchools", "LambdaRuntime", "AWSClient", "CShims", "JSON", "Primitives", "TestSupport",
            ],
            exclude: ["boto3_bedrock.py", "boto3_dynamodb.py"]),
        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .testTarget(name: "PrimitivesTests", dependencies: ["Primitives"]),
        .testTarget(name: "JSONTests", dependencies: ["JSON", "Primitives", "TestSupport"]),
        .testTarget(name: "LambdaRuntimeTests", dependencies: ["LambdaRuntime", "JSON", "Primitives", "TestSupport"]),
        .testTarget(
            name: "AWSClientTests", dependencies: ["AWSClient", "JSON", "Primitives", "TestSupport"],
            exclude: ["Fixtures"]),
        .testTarget(name: "ArtifactTests", dependencies: ["TestSupport"], exclude: ["Helpers"]),
        .testTarget(
            name: "APIGatewayTests",
            dependencies: ["APIGateway", "LambdaRuntime", "JSON", "Primitives", "TestSupport"],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "MatchExplainerTests",
            dependencies: [
                "Matches", "APIGateway", "AWSClient", "LambdaRuntime", "JSON", "Primitives", "TestSupport",
            ],
            exclude: ["Golden"]),
        .testTarget(
            name: "FlightSchoolsTests",
            dependencies: [
                "FlightSchools", "APIGateway", "AWSClient", "LambdaRuntime", "JSON", "Primitives", "TestSupport",
            ], exclude: ["Fixtures"]),
        .testTarget(
            name: "IntegrationTests", dependencies: ["Local", "AWSClient", "Primitives", "TestSupport"],
            exclude: ["Python"]),
        .testTarget(
            name: "DeployTests", dependencies: ["TestSupport"],
            exclude: [
                "checks.py", "deploy.py", "emulator.py", "operate.py", "promises.py", "recover.py", "refusals.py",
                "runbook.py", "runbook_cost.py", "runbook_play.py", "template.py",
            ]),
    ]
)
