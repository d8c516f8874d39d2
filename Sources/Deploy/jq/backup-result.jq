# A backup's details → the result of ./build.sh backup, for the table $table.
include "units";

{
  table: $table, name: .BackupName, arn: .BackupArn, status: .BackupStatus, bytes: .BackupSizeBytes,
  created: (.BackupCreationDateTime | iso)
}
