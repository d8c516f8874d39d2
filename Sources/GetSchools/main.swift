import Glibc
import LambdaRuntime

exit(LambdaFunction.run("GetSchools", initialize: GetSchoolsFunction.initialize))
