import JSON

/// Responses with which Bedrock refuses a call, as users of it have reported them, and the advice that fits each.
package struct Refusal: Sendable, CustomStringConvertible {
    /// The kinds of causes that advice tells apart.
    package enum Cause: String, Sendable, CaseIterable {
        case role, payment, subscription, organization, apiKey, apiKeyPolicy, expiredKeys, wrongKeys, signature, account
        case access, profile, ended, legacy
    }

    package let cause: Cause
    package let status: Int
    /// AWS's name of the error; nil where the response has none.
    package let type: String?
    package let message: String

    package var description: String { "\(cause) \(status) \(type ?? "") \(message)" }

    private init(_ cause: Cause, _ status: Int, _ type: String?, _ message: String) {
        (self.cause, self.status, self.type, self.message) = (cause, status, type, message)
    }

    private static let user = "User: arn:aws:sts::123456789012:assumed-role/explainer-role/session"
    private static let model = "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0"
    private static let denied = "is not authorized to perform:"

    package static let all = [
        Refusal(
            .role, 403, "AccessDeniedException",
            "\(user) \(denied) bedrock:InvokeModel on resource: \(model) because no identity-based policy allows the "
                + "bedrock:InvokeModel action"),
        Refusal(
            .role, 403, "AccessDeniedException",
            "\(user) \(denied) bedrock:InvokeModel on resource: \(model) with an explicit deny in an identity-based policy"
        ),
        Refusal(
            .role, 403, "AccessDeniedException",
            "\(user) \(denied) bedrock:InvokeModel on resource: \(model) because no session policy allows the action"),
        Refusal(
            .payment, 403, "AccessDeniedException",
            "Model access is denied due to INVALID_PAYMENT_INSTRUMENT:A valid payment instrument must be provided.. Your "
                + "AWS Marketplace subscription for this model cannot be completed at this time. If you recently fixed "
                + "this issue, try again after 2 minutes."),
        Refusal(.payment, 403, "AccessDeniedException", "Model access is denied due to INVALID_PAYMENT_INSTRUMENT"),
        Refusal(
            .subscription, 403, "AccessDeniedException",
            "Model access is denied due to IAM user or service role is not authorized to perform the required AWS "
                + "Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to "
                + "this model. Refer to the Amazon Bedrock documentation for further details. Your AWS Marketplace "
                + "subscription for this model cannot be completed at this time."),
        Refusal(
            .subscription, 403, "AccessDeniedException",
            "Model access is denied due to \(user) \(denied) aws-marketplace:Subscribe on resource: * because no "
                + "identity-based policy allows the action."),
        Refusal(
            .organization, 403, "AccessDeniedException",
            "\(user) \(denied) bedrock:InvokeModel on resource: \(model) with an explicit deny in a service control "
                + "policy: arn:aws:organizations::123456789012:policy/o-abc/service_control_policy/p-abc"),
        Refusal(
            .organization, 403, "AccessDeniedException",
            "\(user) \(denied) bedrock:InvokeModel on resource: \(model) because no service control policy allows the "
                + "bedrock:InvokeModel action"),
        Refusal(
            .organization, 403, "AccessDeniedException",
            "Model access is denied due to \(user) \(denied) aws-marketplace:Subscribe on resource: * with an explicit "
                + "deny in a service control policy"),
        Refusal(
            .organization, 403, "AccessDeniedException",
            "\(user) \(denied) bedrock:InvokeModel on resource: \(model) with an explicit deny in a resource control policy"
        ),
        Refusal(.apiKey, 403, nil, "Authentication failed: Please make sure your API Key is valid."),
        Refusal(.apiKey, 403, "AccessDeniedException", "Invalid API Key format: Must start with pre-defined prefix"),
        Refusal(
            .apiKeyPolicy, 403, "AccessDeniedException",
            "User: arn:aws:iam::123456789012:user/BedrockAPIKey-a1b2 \(denied) bedrock:CallWithBearerToken on resource: * "
                + "because no identity-based policy allows the bedrock:CallWithBearerToken action"),
        Refusal(.expiredKeys, 403, nil, "Bearer Token has expired"),
        Refusal(.expiredKeys, 403, "ExpiredTokenException", "The security token included in the request is expired"),
        Refusal(.expiredKeys, 403, nil, "The security token included in the request is expired"),
        Refusal(
            .wrongKeys, 403, "UnrecognizedClientException", "The security token included in the request is invalid."),
        Refusal(.wrongKeys, 403, "MissingAuthenticationTokenException", "Missing Authentication Token"),
        Refusal(
            .signature, 403, "InvalidSignatureException",
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
                + "Key and signing method. Consult the service documentation for details."),
        Refusal(
            .signature, 403, "InvalidSignatureException",
            "Signature expired: 20260102T030405Z is now earlier than 20260102T050405Z"),
        Refusal(.account, 400, "ValidationException", "Operation not allowed"),
        Refusal(
            .account, 400, "ValidationException", "Your account is not authorized to invoke this API operation."),
        Refusal(
            .account, 403, "AccessDeniedException",
            "Your account is not authorized to perform this action. Please create a support case."),
        Refusal(
            .account, 403, nil,
            "anthropic.claude-opus-4-7 is not available for this account. You can explore other available models on "
                + "Amazon Bedrock."),
        Refusal(
            .access, 403, "AccessDeniedException", "You don't have access to the model with the specified model ID."),
        Refusal(
            .access, 404, "ResourceNotFoundException",
            "Model use case details have not been submitted for this account. Fill out the Anthropic use case details "
                + "form before using the model."),
        Refusal(
            .profile, 400, "ValidationException",
            "Invocation of model ID anthropic.claude-haiku-4-5-20251001-v1:0 with on-demand throughput isn’t supported. "
                + "Retry your request with the ID or ARN of an inference profile that contains this model."),
        Refusal(
            .ended, 404, "ResourceNotFoundException",
            "This model version has reached the end of its life. Please refer to the AWS documentation for more details."
        ),
        Refusal(
            .legacy, 404, "ResourceNotFoundException",
            "Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in "
                + "the last 15 days. Please upgrade to an active model on Amazon Bedrock"),
    ]

    /// The response, in one of the forms that AWS's services have: `message` or `Message`, or inside `error`, with the type in a
    /// header or in the body.
    package func response(form: Int = 0) -> ScriptedServer.Step {
        let text = JSONValue.string(message)
        switch form {
        case 0: return step(["message": text])
        case 1: return step(["Message": text])
        case 2: return step(["type": "error", "error": ["type": "permission_error", "message": text]])
        default:
            let typed = type.map { [(name: "__type", value: JSONValue.string("com.amazon.coral.service#\($0)"))] } ?? []
            return .answer(status, body: JSONValue.object([(name: "message", value: text)] + typed).text)
        }
    }

    private func step(_ body: JSONValue) -> ScriptedServer.Step {
        let name = type.map { "\($0):http://internal.amazon.com/coral/com.amazon.bedrock/" } ?? ""
        return .answer(status, type == nil ? [:] : ["x-amzn-ErrorType": name], body: body.text)
    }

    /// What the advice must contain, and must not.
    package static func words(_ cause: Cause) -> (has: String, lacks: [String]) {
        switch cause {
        case .role: ("the role may InvokeModel", ["payment", "organization"])
        case .payment: ("payment", ["InvokeModel"])
        case .subscription: ("aws-marketplace:Subscribe", ["InvokeModel", "payment"])
        case .organization: ("organization", ["the role may", "payment"])
        case .apiKey: ("AWS_BEARER_TOKEN_BEDROCK is not a valid key", ["InvokeModel"])
        case .apiKeyPolicy: ("bedrock:CallWithBearerToken", ["InvokeModel"])
        case .expiredKeys: ("have expired", ["InvokeModel"])
        case .wrongKeys: ("does not know the keys", ["InvokeModel"])
        case .signature: ("clock", ["InvokeModel"])
        case .account: ("support case", ["InvokeModel", "BEDROCK_TEMPERATURE"])
        case .access: ("ask for access", ["InvokeModel"])
        case .profile: ("inference profile", ["InvokeModel"])
        case .ended: ("end of its life", ["InvokeModel"])
        case .legacy: ("legacy", ["InvokeModel"])
        }
    }
}
