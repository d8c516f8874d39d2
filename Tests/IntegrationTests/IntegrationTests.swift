import Testing

/// The packaged function, sent what the world sends, with peers that others wrote.
///
/// One test at a time: they measure time, and the emulators are single programs.
@Suite(.serialized) enum IntegrationTests {}
