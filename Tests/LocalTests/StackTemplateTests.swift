import APIGateway
import Configuration
import LocalServer
import Support
import Testing

@testable import Local

@Suite struct StackTemplateTests {
    @Test func readsTheTemplate() throws {
        let template = StackTemplate(file: "\(Parts.root.path)/\(StackTemplate.standardFile)")
        #expect(Set(template.memory.keys) == Set(Gateway.functions))
        #expect(Set(template.timeoutMilliseconds.keys) == Set(Gateway.functions))
        #expect(template.timeoutMilliseconds.values.allSatisfy { (1000...900_000).contains($0) })
        let routes = Route.all.filter { $0.method == "GET" }.map { "GET \($0.path)" }
        #expect(Set(template.cacheKeys.keys) == Set(routes))
        #expect(template.cacheKeys.values.allSatisfy { !$0.isEmpty })
        #expect(template.cacheSeconds == 60)
        // None that is dropped because nobody here knows its form.
        let text = try String(contentsOfFile: "\(Parts.root.path)/\(StackTemplate.standardFile)", encoding: .utf8)
        let named = text.matches(of: /cacheKeyParameters: *\[(.*)\]/).map { $0.1.split(separator: ",").count }
        let listed = text.matches(of: /\n {18}- method\.request\./).count
        #expect(template.cacheKeys.values.reduce(0) { $0 + $1.count } == named.reduce(listed, +))
    }

    @Test func readsBothFormsOfLists() {
        let template = StackTemplate(
            text: """
                Parameters:
                  ApiCacheSeconds:
                    Default: 5
                Resources:
                  One:
                      MemorySize: 128
                      Timeout: 3
                        - { ResourcePath: "/~1a~1{b}", HttpMethod: GET, CachingEnabled: !If [HasApiCache, true, false] }
                        - { ResourcePath: /~1c, HttpMethod: GET, CachingEnabled: !If [HasApiCache, true, false] }
                        - { ResourcePath: /~1d, HttpMethod: GET, CachingEnabled: false }
                          /a/{b}:
                            get:
                                cacheKeyParameters: [method.request.path.b, method.request.header.X-One]
                          /c:
                            get:
                                cacheKeyParameters:
                                  - method.request.querystring.q
                                other:
                                  - method.request.querystring.r
                          /d:
                            get:
                                cacheKeyParameters: [method.request.querystring.q]
                """)
        func keys(_ names: String...) -> [ResponseCache.KeyParameter] {
            names.compactMap { .init("method.request.\($0)") }
        }
        #expect(template.cacheKeys == ["GET /a/{b}": keys("path.b", "header.X-One"), "GET /c": keys("querystring.q")])
        #expect(template.memory == ["One": 128] && template.timeoutMilliseconds == ["One": 3000])
        #expect(template.cacheSeconds == 5)
        #expect(StackTemplate(file: "/none").memory.isEmpty)
    }
}
