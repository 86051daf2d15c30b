# SPDX-License-Identifier: Apache-2.0
# Copyright the LlamaSketch authors. Licensed under the Apache License, Version 2.0.

