import Testing

/// The table of behaviours of the runtime loop, each against a scripted Runtime API.
///
/// One after the other: the trace id and the request id of a crash line belong to the whole process.
@Suite(.serialized, .timeLimit(.minutes(2))) enum LoopTests {}
