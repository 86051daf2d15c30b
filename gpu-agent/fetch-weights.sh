#!/usr/bin/env bash
# Fetches model files that a manifest names: resumed after a cut, checked, and put in place whole or not at all.
#
#   fetch-weights.sh MANIFEST MODELS_FOLDER
#
# MANIFEST is a file or an http(s) address; each line is `sha256 path/under/models address`, # begins a comment.
# HF_TOKEN, when set, is shown to huggingface.co and to nobody else. Ends with 0 when everything is in place.
set -euo pipefail

manifest=${1:?usage: fetch-weights.sh MANIFEST MODELS_FOLDER}
models=${2:?usage: fetch-weights.sh MANIFEST MODELS_FOLDER}
tries=${FETCH_TRIES:-8}
pause_s=${FETCH_PAUSE_S:-2}

say() { printf 'weights: %s\n' "$*"; }

sha256_of() {
  if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d' ' -f1
}

# Prints the HTTP status. Addresses may carry keys: they are never printed, and the token never stands in a process list.
download() {
  local address=$1 part=$2
  local options=(--silent --fail --location --proto '=http,https' --connect-timeout 20
    --speed-limit 1024 --speed-time 60 --continue-at - --output "$part"
    --write-out '%{http_code}')
  if [[ -n ${HF_TOKEN:-} && $address =~ ^https://huggingface\.co/ ]]; then
    printf 'header = "Authorization: Bearer %s"\nurl = "%s"\n' "$HF_TOKEN" "$address"
  else
    printf 'url = "%s"\n' "$address"
  fi | curl "${options[@]}" --config -
}

fetch_one() {
  local sha256=$1 path=$2 address=$3
  local target=$models/$path part=$models/$path.part mark=$models/$path.sha256
  # A marked file was checked when it came; reading gigabytes again at each start is not worth it.
  if [[ -f $target && -f $mark && $(cat "$mark") == "$sha256 $(wc -c <"$target" | tr -d ' ')" ]]; then
    say "$path is here"
    return 0
  fi
  mkdir -p "$(dirname "$target")"
  local try code status wrong=0
  for ((try = 1; try <= tries; try++)); do
    code=0
    status=$(download "$address" "$part") || code=$?
    # 416: the server has no bytes beyond what is here already.
    if [[ $code -eq 0 || $status == 416 ]]; then
      if [[ -f $part && $(sha256_of "$part") == "$sha256" ]]; then
        mv -f "$part" "$target"
        printf '%s %s' "$sha256" "$(wc -c <"$target" | tr -d ' ')" >"$mark"
        say "$path fetched"
        return 0
      fi
      if [[ $code -eq 0 ]]; then
        rm -f "$part"
        wrong=$((wrong + 1))
        say "$path has a wrong checksum"
        # Once may be a bad resume; twice is the manifest or the server.
        [[ $wrong -ge 2 ]] && return 1
        continue
      fi
      rm -f "$part"
    elif [[ $code -eq 33 ]]; then
      # The server cannot resume.
      rm -f "$part"
    elif [[ $code -eq 23 ]]; then
      say "$path cannot be written: is the disk full?"
      return 1
    fi
    say "$path did not come whole (curl $code, status ${status:-none}), try $try of $tries"
    sleep "$pause_s"
  done
  return 1
}

list=$(mktemp)
trap 'rm -f "$list"' EXIT
if [[ $manifest =~ ^https?:// ]]; then
  curl --silent --show-error --fail --location --proto '=http,https' --retry 5 --output "$list" "$manifest"
else
  cp "$manifest" "$list"
fi

failed=0
while read -r sha256 path address rest || [[ -n ${sha256:-} ]]; do
  [[ -z ${sha256:-} || $sha256 == \#* ]] && continue
  if [[ ! $sha256 =~ ^[0-9a-f]{64}$ || ! $path =~ ^[A-Za-z0-9][A-Za-z0-9._/-]*$ || $path == *..* ||
    ! $address =~ ^https?://[^\"\\[:space:]]+$ || -n ${rest:-} ]]; then
    say "a line of the manifest is not: sha256 path address"
    failed=1
    continue
  fi
  fetch_one "$sha256" "$path" "$address" || {
    say "$path could not be fetched"
    failed=1
  }
done <"$list"
exit "$failed"
