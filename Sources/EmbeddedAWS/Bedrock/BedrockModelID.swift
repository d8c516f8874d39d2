import Bytes
import Foundation

/// What `{modelId}` in a path names: a model, an inference profile, or an ARN of either.
///
/// The embedded endpoint has every model of Anthropic's; what it refuses is what AWS refuses of the way they are called.
struct BedrockModelID {
    /// As it was sent, decoded.
    let id: String

    /// Called by their plain ids; all later models answer through inference profiles only.
    static let onDemand: Set = ["anthropic.claude-3-haiku-20240307-v1:0", "anthropic.claude-3-sonnet-20240229-v1:0"]
    /// Gone since 2026-03-01.
    static let ended: Set = ["anthropic.claude-3-5-sonnet-20240620-v1:0"]
    /// What stands before a model's id in the id of a profile.
    static let profilePrefixes: Set = ["us", "eu", "apac", "au", "jp", "ca", "us-gov", "global"]

    /// The id in `/model/{modelId}/invoke`; nil for other paths. The slash of an ARN may be encoded or not.
    init?(path: String) {
        guard path.hasPrefix("/model/"), path.hasSuffix("/invoke"),
            let id = PercentEncoding.decode(path.dropFirst("/model/".count).dropLast("/invoke".count)), !id.isEmpty
        else { return nil }
        self.id = id
    }

    /// Throws what Bedrock answers for a model that cannot be called, or not so.
    func check() throws(BedrockError) {
        let parts = id.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        if parts.first == "arn" {
            guard parts.count == 6, parts[2] == "bedrock" else { throw Self.invalid }
            return try checkResource(parts[5])
        }
        try checkName(id[...])
    }

    /// `inference-profile/us.anthropic.…`, `foundation-model/anthropic.…` and their like.
    private func checkResource(_ resource: Substring) throws(BedrockError) {
        let parts = resource.split(separator: "/", maxSplits: 1)
        guard parts.count == 2 else { throw Self.invalid }
        switch parts[0] {
        case "foundation-model", "inference-profile": try checkName(parts[1])
        case "application-inference-profile", "provisioned-model", "custom-model-deployment": return
        default: throw Self.invalid
        }
    }

    private func checkName(_ name: Substring) throws(BedrockError) {
        let model = Self.model(name)
        guard model.hasPrefix("anthropic.claude-") else { throw Self.invalid }
        if Self.ended.contains(String(model)) { throw .modelHasEnded(String(name)) }
        if model.count == name.count, !Self.onDemand.contains(String(model)) {
            throw .needsInferenceProfile(String(name))
        }
    }

    /// A profile's id without what stands before the model's.
    private static func model(_ name: Substring) -> Substring {
        let dot = name.firstIndex(of: ".") ?? name.endIndex
        return profilePrefixes.contains(String(name[..<dot])) ? name[dot...].dropFirst() : name
    }

    private static let invalid = BedrockError.validation("The provided model identifier is invalid.")

    /// What the answer's `model` says: the model's own name.
    var answeredName: String {
        let last = id.split(separator: "/").last ?? id[...]
        let model = Self.model(last)
        let own = model.hasPrefix("anthropic.") ? model.dropFirst("anthropic.".count) : model
        guard let version = own.range(of: "-v", options: .backwards) else { return String(own) }
        return String(own[..<version.lowerBound])
    }
}
