/// The functions, by the names of their targets and zips. Each `main.swift` has its own, which `bootstrap` and the scripts read there.
package enum FunctionName {
    package static let getSchools = "GetSchools"
    package static let matchExplainer = "MatchExplainer"
}
