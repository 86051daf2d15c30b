#!/bin/sh
# Prints the arguments of `docker build` that name every image by its digest and ComfyUI by its commit. Look at what it prints,
# keep it with the release, and build from that: the same arguments build from the same bytes.
set -eu
here=$(dirname "$0")
default() { sed -n "s/^ARG $1=//p" "$here/Dockerfile" | head -n 1; }
digest() { docker buildx imagetools inspect "$1" --format '{{.Manifest.Digest}}'; }
node=$(default NODE_IMAGE)
torch=$(default TORCH_IMAGE)
# Of an annotated tag the commit, not the tag's own object.
commit=$(git ls-remote "$(default COMFYUI_REPOSITORY)" "refs/tags/$(default COMFYUI_REF)^{}" "refs/tags/$(default COMFYUI_REF)" \
  | sort -k 2 -r | head -n 1 | cut -f 1)
[ ${#commit} -eq 40 ] || { echo "the commit of ComfyUI is not known" >&2; exit 1; }
echo "--build-arg NODE_IMAGE=$node@$(digest "$node") --build-arg TORCH_IMAGE=$torch@$(digest "$torch") --build-arg COMFYUI_COMMIT=$commit"
