import Glibc
import LambdaRuntime

exit(LambdaFunction.run("MatchExplainer", initialize: MatchExplainerFunction.initialize))
