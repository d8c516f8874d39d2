# An alias → its version, its revision, the newest version that gets calls, and which others get how many, with tabs between.
(.RoutingConfig.AdditionalVersionWeights // {}) as $others
| [
    .FunctionVersion,
    .RevisionId,
    ([.FunctionVersion, ($others | keys[])] | max_by(tonumber? // 0)),
    ($others | to_entries | map("\(.value * 100) % of the calls went to \(.key)") | join(", "))
  ]
| @tsv
