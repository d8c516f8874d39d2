#!/usr/bin/env bash
# tools.sh FOLDER: installs the AWS CLI and cfn-lint from PyPI in a virtual environment, unless they are there.
set -euo pipefail
folder=$1
versions=(awscli==1.46.3 cfn-lint==1.51.0)
[[ -f $folder/.requirements && $(<"$folder/.requirements") == "${versions[*]}" ]] && exit
rm -rf "$folder"
python3 -m venv "$folder"
"$folder/bin/python" -m pip --quiet --disable-pip-version-check --timeout 30 --retries 2 install "${versions[@]}"
echo "${versions[*]}" >"$folder/.requirements"
