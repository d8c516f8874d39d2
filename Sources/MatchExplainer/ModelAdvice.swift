import AWSClient
import Matching

/// What an operator can do about a model that does not explain. Operators search the log for words that no advice may contain:
/// `Log.searchedWords`.
enum ModelAdvice {
    /// Returns the advice for a call that failed.
    static func of(_ error: AWSError) -> String { error.reason.map(of) ?? of(error.kind) }

    /// Returns the advice for a text that is not passed on.
    static func of(_ fault: ExplanationCheck.Fault, _ message: Bedrock.Message) -> String {
        switch fault {
        case .empty where message.stopReason == "max_tokens": of(.outputLimit)
        case .tooLong: "lower BEDROCK_MAX_TOKENS"
        case .refusal: "check what the guardrail blocks, if there is one"
        case .number, .quality:
            "a number or a word of praise is not among the facts: choose another BEDROCK_MODEL_ID if this "
                + "happens often"
        case .empty, .link, .markup: "choose another BEDROCK_MODEL_ID if this happens often"
        }
    }

    private static func of(_ reason: AWSError.Reason) -> String {
        switch reason {
        case .needsInferenceProfile:
            "set BEDROCK_MODEL_ID to an inference profile of the model, such as its id with us. or global. before it"
        case .modelHasEnded: "the model has reached the end of its life: set BEDROCK_MODEL_ID to a current one"
        case .modelIsLegacy:
            "the model is a legacy one that this account may not use any more: set BEDROCK_MODEL_ID to a current one"
        case .needsModelAccess:
            "ask for access to the model in the console of the service, in this region, and fill in its use case form"
        case .needsPayment:
            "the account has no valid means of payment: add one in the console under Billing, and wait some minutes"
        case .needsSubscription:
            "the account is not subscribed to the model: call it once with keys that may aws-marketplace:Subscribe and "
                + "aws-marketplace:ViewSubscriptions, and wait some minutes"
        case .organizationPolicy:
            "a policy of the organization denies the call: ask its administrators to allow InvokeModel on the model in "
                + "each region of the profile, or choose a profile of fewer regions"
        case .accountNotAllowed:
            "AWS does not let this account use the model, whatever its policies say: open a support case with AWS"
        case .keysMissing: "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_BEARER_TOKEN_BEDROCK"
        case .keysExpired: "the keys have expired: set new ones, AWS_BEARER_TOKEN_BEDROCK included where it is used"
        case .keysWrong:
            "AWS does not know the keys: check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN"
        case .signatureRefused: "check AWS_SECRET_ACCESS_KEY and this machine's clock: the signature is refused"
        case .apiKeyWrong:
            "AWS_BEARER_TOKEN_BEDROCK is not a valid key in this region: set a new one, or BEDROCK_REGION"
        case .apiKeyNotAllowed:
            "the owner of AWS_BEARER_TOKEN_BEDROCK needs a policy that allows bedrock:CallWithBearerToken"
        case .outputLimit: "raise BEDROCK_MAX_TOKENS: a model that thinks needs tokens for that before it writes"
        }
    }

    private static func of(_ kind: AWSError.Kind) -> String {
        switch kind {
        case .throttled: "ask for a higher quota of requests and tokens, or raise AI_MIN_SCORE"
        case .unavailable, .deadlineExceeded: "check the endpoint, the network and the service's status"
        case .denied:
            "check that the role may InvokeModel on the profile and on the model in each of its regions"
        case .notFound: "check BEDROCK_MODEL_ID and BEDROCK_REGION: there is no such model there"
        case .quota: "a quota is used up: ask AWS to raise it, or raise AI_MIN_SCORE"
        case .invalid: "check BEDROCK_MODEL_ID, BEDROCK_TEMPERATURE and BEDROCK_MAX_TOKENS: the model refuses them"
        }
    }
}
