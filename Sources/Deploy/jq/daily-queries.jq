# CloudWatch's metric data queries for ./build.sh daily, as a module. $functions is a line "NAME TAB WHOLE-NAME" for each
# function, and the ids of the results are what daily.jq looks for.
def functions($lines): $lines | split("\n") | map(split("\t") | {key: .[0], value: .[1]});

def sum($id; $namespace; $metric; $period; $dimensions):
  {
    Id: $id,
    MetricStat: {
      Stat: "Sum",
      Period: $period,
      Metric: {
        Namespace: $namespace,
        MetricName: $metric,
        Dimensions: ($dimensions | to_entries | map({Name: .key, Value: .value}))
      }
    }
  };
