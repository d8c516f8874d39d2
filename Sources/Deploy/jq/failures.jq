# A stack's events, the newest first → a line for each failure since the last change began, in order of time. What CloudFormation
# cancelled because of another failure is left out.
def begins_change:
  .ResourceType == "AWS::CloudFormation::Stack"
  and (.ResourceStatus == "CREATE_IN_PROGRESS" or .ResourceStatus == "UPDATE_IN_PROGRESS");

def is_failure: (.ResourceStatus | endswith("FAILED")) and (.ResourceStatusReason // "" | test("cancelled") | not);

.StackEvents
| .[:(map(begins_change) | index(true)) // length]
| map(select(is_failure))
| reverse[]
| "  \(.LogicalResourceId) (\(.ResourceType)): \(.ResourceStatusReason // .ResourceStatus)"
