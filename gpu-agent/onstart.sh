#!/usr/bin/env bash
# Starts a rented GPU host: weights first, then the agent, which starts ComfyUI and keeps it alive.
#
# Needs AGENT_URL and AGENT_CREDENTIAL. WEIGHTS names a manifest (see fetch-weights.sh). Dials out only: no port is opened.
set -uo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
comfy=${COMFY_DIR:-/opt/comfyui}
python=${COMFY_PYTHON:-python3}
agent=${AGENT_FILE:-$here/agent.mjs}

ln -sfn "$here/nodes/llamasketch_frames" "$comfy/custom_nodes/llamasketch_frames"

if [[ -n ${WEIGHTS:-} ]]; then
  "$here/fetch-weights.sh" "$WEIGHTS" "$comfy/models" || {
    echo "onstart: weights are missing; this host is of no use" >&2
    exit 1
  }
fi

flags=${COMFY_FLAGS:---listen 127.0.0.1 --port 8188 --disable-metadata --preview-method none
  --cache-lru 50 --disable-all-custom-nodes --whitelist-custom-nodes llamasketch_frames websocket_image_save.py}
command="cd '$comfy' && exec '$python' main.py ${flags//$'\n'/ }"

# The agent gets the signal and hands its sketches over before this ends.
child=
leaving=
forward() {
  leaving=1
  [[ -n $child ]] && kill -TERM "$child" 2>/dev/null
}
trap forward TERM INT

pause_s=1
while :; do
  node "$agent" --supervise "$command" --status-port "${AGENT_STATUS_PORT:-8190}" &
  child=$!
  code=0
  wait "$child" || code=$?
  # A signal ends the first wait early.
  while kill -0 "$child" 2>/dev/null; do
    code=0
    wait "$child" || code=$?
  done
  # 0: it was asked to leave. 2: a setting is wrong. 3: the device failed for good, replace the host.
  if [[ -n $leaving || $code -eq 0 || $code -eq 2 || $code -eq 3 ]]; then exit "$code"; fi
  echo "onstart: the agent ended with $code; again in $pause_s s" >&2
  sleep "$pause_s"
  pause_s=$((pause_s < 60 ? pause_s * 2 : 60))
done
