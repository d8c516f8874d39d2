# A backup's details → the lines of ./build.sh backup.
include "units";

["name", .BackupName], ["ARN", .BackupArn], ["size", (.BackupSizeBytes | size)] | @tsv
