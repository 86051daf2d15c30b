# SPDX-License-Identifier: Apache-2.0
# Copyright the LlamaSketch authors. Licensed under the Apache License, Version 2.0.

import json
import struct
import sys
import unittest

import llamasketch_frames
from llamasketch_frames.picture_frame import encoding, takes_metadata, with_metadata, without_metadata


class Framing(unittest.TestCase):
    def test_event_4_holds_length_json_and_picture(self):
        event, body = with_metadata(b"JPEGBYTES", "image/jpeg", "save", "p-1")
        self.assertEqual(event, 4)
        (length,) = struct.unpack(">I", body[:4])
        metadata = json.loads(body[4:4 + length])
        self.assertEqual(body[4 + length:], b"JPEGBYTES")
        self.assertEqual(metadata["image_type"], "image/jpeg")
        self.assertEqual((metadata["node_id"], metadata["prompt_id"]), ("save", "p-1"))
        self.assertEqual(metadata["display_node_id"], "save")
        self.assertEqual(metadata["real_node_id"], "save")
        self.assertIsNone(metadata["parent_node_id"])

    def test_lengths_are_bytes_not_characters(self):
        _, body = with_metadata(b"x", "image/webp", "ä", "p")
        (length,) = struct.unpack(">I", body[:4])
        self.assertEqual(json.loads(body[4:4 + length])["node_id"], "ä")
        self.assertEqual(body[4 + length:], b"x")

    def test_event_1_numbers_its_formats(self):
        self.assertEqual(without_metadata(b"x", "image/jpeg"), (1, b"\0\0\0\1x"))
        self.assertEqual(without_metadata(b"x", "image/png"), (1, b"\0\0\0\2x"))
        with self.assertRaises(ValueError):
            without_metadata(b"x", "image/webp")

    def test_webp_only_where_it_can_be_named(self):
        self.assertEqual(encoding("WEBP", True), ("WEBP", "image/webp"))
        self.assertEqual(encoding("WEBP", False), ("JPEG", "image/jpeg"))
        self.assertEqual(encoding("JPEG", True), ("JPEG", "image/jpeg"))

    def test_a_client_must_have_said_so(self):
        said = {"feature_flags": {"supports_preview_metadata": True}}
        self.assertTrue(takes_metadata({"a": said}, "a"))
        for known in [{}, {"a": {}}, {"a": {"feature_flags": {}}}, {"b": said}, {"a": None}]:
            self.assertFalse(takes_metadata(known, "a"))


class Package(unittest.TestCase):
    def test_it_is_read_without_torch_pil_or_aiohttp(self):
        self.assertEqual(
            sorted(llamasketch_frames.NODE_CLASS_MAPPINGS),
            [
                "LlamaSketchKSampler",
                "LlamaSketchLoadFrame",
                "LlamaSketchSamplerCustomAdvanced",
                "LlamaSketchSendPicture",
            ],
        )
        for heavy in ["torch", "PIL", "aiohttp", "numpy"]:
            self.assertNotIn(heavy, sys.modules)

    def test_a_frame_that_never_came_is_refused_before_it_runs(self):
        load = llamasketch_frames.NODE_CLASS_MAPPINGS["LlamaSketchLoadFrame"]
        self.assertEqual(load.VALIDATE_INPUTS("nobody"), "no frame came under this id")
        self.assertEqual(load.VALIDATE_INPUTS("../etc"), "not a frame id")
        self.assertEqual(load.IS_CHANGED("nobody"), "")


if __name__ == "__main__":
    unittest.main()
