import FlightSchools
import LambdaRuntime

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

exit(LambdaFunction.run("MatchExplainer", initialize: MatchExplainerFunction.initialize))
