import AWSClient
import Foundation
import Support
import Testing

/// Hosts of AWS's own endpoints, in every region that AWS's Python SDK knows.
@Suite struct RegionTests {
    private static let python = Parts.python(with: "botocore")

    @Test(.enabled(if: Parts.mustRun(python != nil), "botocore is missing: run Tests/parts.sh"))
    func theHostIsThatOfTheSDK() throws {
        let script = Parts.root.appending(path: "Tests/Python/regions.py").path
        let run = try Subprocess.run(try #require(Self.python), [script], environment: ["HOME": "/nonexistent"])
        #expect(run.status == 0, "\(run.errors)")
        let hosts = try #require(
            JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: [String: String]])
        #expect(hosts.keys.sorted() == ["bedrock-runtime", "dynamodb"])
        var suffixes: Set<String> = []
        for (service, regions) in hosts {
            for (region, host) in regions {
                let endpoint = Endpoint(host: service, region: region)
                #expect(endpoint.base == "https://\(host)", "\(service) in \(region)")
                suffixes.insert(String(host.dropFirst("\(service).\(region).".count)))
            }
        }
        // All partitions were there.
        #expect(suffixes.count >= 7 && hosts["dynamodb", default: [:]].count > 30, "\(suffixes)")
    }

    /// A region that is new, in a partition that is known.
    @Test(arguments: [
        ("eusc-fr-west-2", "amazonaws.eu"), ("us-iso-south-9", "c2s.ic.gov"), ("us-isob-north-1", "sc2s.sgov.gov"),
        ("us-isof-west-7", "csp.hci.ic.gov"), ("eu-isoe-east-1", "cloud.adc-e.uk"), ("cn-east-1", "amazonaws.com.cn"),
        ("us-gov-south-1", "amazonaws.com"), ("eu-west-9", "amazonaws.com"), ("xx-new-1", "amazonaws.com"),
    ]) func aNewRegionIsOfItsPartition(region: String, suffix: String) {
        #expect(Endpoint(host: "dynamodb", region: region).authority == "dynamodb.\(region).\(suffix)")
    }
}
