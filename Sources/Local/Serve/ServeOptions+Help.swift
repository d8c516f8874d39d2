import EmbeddedAWS

extension ServeOptions {
    static let help = """
        local serve [options]

        Serves the whole system on 127.0.0.1: the pages at /, the API at /api and /prod, what happens at /_console, and
        Lambda's Invoke API. A request of the API is an invocation of a packaged function, by the routes of
        Sources/Configuration/Routes.swift, with the function's timeout in Sources/Deploy/template.yaml. A second address
        has the same pages, which call that API from another origin: so CORS is seen to work, or to fail.

          --port N            listen on this port (default 8080; 0: a free one)
          --other-port N      the port of the other origin (default the next one, or a free one)
          --instances N       at most N processes of a function at once; further requests wait (default 10)
          --format FORMAT     the form of events: rest, http (HTTP API 2.0) or url (function URL) (default rest)
          --schools FILE      the schools of the embedded table (default Events/schools.json)
          --generate N        N invented schools
          --env NAME=VALUE    a variable of the functions; may be repeated, and comes before .env and your shell
          --record DIR        write each request of the API as an event with its expected response, for replay
          --rate N            refuse above N requests of the API a second, with 429
          --cache             the REST API's cache, as the template has it: by route and parameters, for its seconds,
                              or until a build, .env or the schools change. A cached response has the header X-Cache,
                              runs no function and is not recorded. Cache-Control in a request changes nothing, as on
                              AWS, which adds a Warning header
          --delay MS          the embedded model takes so long
          --page-delay MS     each response of the embedded table takes so long, also each page of a Query or Scan
          --fail NAME[:COUNT],…   the embedded model fails so, for COUNT calls or for all; the names:
        \(ReplayOptions.wrapped(BedrockFault.allCases.map(\.rawValue), indent: 20))
          --aws               AWS itself, with your keys, AWS_REGION and TABLE_NAME from the environment, or with
                              --env AWS_ENDPOINT_URL=URL an emulator. The console then shows no calls of AWS, and a cost
                              without them: they do not pass through here
          --no-watch          do not build again when a file changes, and do not load pages again
          --json              one JSON line for each request instead of a table
          --wait NAME         stop each new process of the function before its first event, for a debugger. No timeout
          --external NAME     print the variables and let you start the function yourself, from an editor. No timeout
          --functions DIR     folder of the functions' zips (default dist)
          --pages DIR         folder of the pages (default Sources/Site)
          --help              this text

        The first line of the output that begins with http:// is the address. A process that dies, or is killed at its
        function's timeout, costs one request: a 502. The gateway waits 29 s, and then says 504. Ctrl-C ends it.

        Exit status: 0 interrupted, 1 it could not be served (a busy port, a broken zip), 2 a wrong command line.
        """
}
