/// The index of the embedded schools table, `CatalogueIndex`.
package enum IndexState: Sendable, CaseIterable {
    case ready
    /// The table has none.
    case missing
    /// It is still being made.
    case backfilling
    /// The role of the functions does not allow it.
    case denied
}
