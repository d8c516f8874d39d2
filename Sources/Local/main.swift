import Foundation

// A line that cannot be written (a closed pipe) must end the tool with a status, not with a signal in the middle of it.
signal(SIGPIPE, SIG_IGN)
exit(LocalTool.run(Array(CommandLine.arguments.dropFirst())))
