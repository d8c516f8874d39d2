import Bytes
import Foundation

/// The `{modelId}` of a path: the id of a model or an inference profile, or an ARN of either.
///
/// The embedded endpoint has every model of Anthropic's. It refuses the ways of calling one that AWS refuses.
struct BedrockModelID {
    /// As it was sent, decoded.
    let id: String

    /// Models that can be called by their plain ids. Later ones can be called through inference profiles only.
    static let onDemand: Set = ["anthropic.claude-3-haiku-20240307-v1:0", "anthropic.claude-3-sonnet-20240229-v1:0"]
    /// Models that AWS has ended.
    static let ended: Set = ["anthropic.claude-3-5-sonnet-20240620-v1:0"]
    /// The words before a model's id in the id of a profile.
    static let profilePrefixes: Set = ["us", "eu", "apac", "au", "jp", "ca", "us-gov", "global"]

    /// Takes the id from `/model/{modelId}/invoke`; nil for other paths. The slash of an ARN may be encoded or not.
    init?(path: String) {
        guard path.hasPrefix("/model/"), path.hasSuffix("/invoke"),
            let id = PercentEncoding.decode(path.dropFirst("/model/".count).dropLast("/invoke".count)), !id.isEmpty
        else { return nil }
        self.id = id
    }

    /// Throws Bedrock's error for a model that cannot be called, or not in this way.
    func check() throws(ServiceError) {
        let parts = id.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.first == "arn" else { return try checkName(id[...]) }
        guard parts.count == 6, parts[2] == "bedrock" else { throw Self.invalid }
        let resource = parts[5].split(separator: "/", maxSplits: 1)
        guard resource.count == 2 else { throw Self.invalid }
        switch resource[0] {
        case "foundation-model", "inference-profile": try checkName(resource[1])
        case "application-inference-profile", "provisioned-model", "custom-model-deployment": return
        default: throw Self.invalid
        }
    }

    private func checkName(_ name: Substring) throws(ServiceError) {
        let model = Self.model(name)
        guard model.hasPrefix("anthropic.claude-") else { throw Self.invalid }
        if Self.ended.contains(String(model)) { throw .modelHasEnded(String(name)) }
        if model.count == name.count, !Self.onDemand.contains(String(model)) {
            throw .needsInferenceProfile(String(name))
        }
    }

    /// Returns the model's id in the id of a profile.
    private static func model(_ name: Substring) -> Substring {
        let dot = name.firstIndex(of: ".") ?? name.endIndex
        return profilePrefixes.contains(String(name[..<dot])) ? name[dot...].dropFirst() : name
    }

    private static let invalid = ServiceError.validation("The provided model identifier is invalid.")

    /// The name in a message's `model`: without provider and version.
    var ownName: String {
        let model = Self.model(id.split(separator: "/").last ?? id[...])
        let own = model.hasPrefix("anthropic.") ? model.dropFirst("anthropic.".count) : model
        guard let version = own.range(of: "-v", options: .backwards) else { return String(own) }
        return String(own[..<version.lowerBound])
    }
}
