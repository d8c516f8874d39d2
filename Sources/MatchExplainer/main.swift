import LambdaRuntime
import Matches

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

exit(LambdaFunction.run("MatchExplainer", initialize: MatchExplainerFunction.initialize))
