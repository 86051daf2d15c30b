# SPDX-License-Identifier: Apache-2.0
# Copyright the LlamaSketch authors. Licensed under the Apache License, Version 2.0.

import unittest

from llamasketch_frames.frame_rules import image_type, is_frame_id, is_loopback
from llamasketch_frames.frame_store import FrameStore


class Ids(unittest.TestCase):
    def test_plain_names_are_taken(self):
        for name in ["a", "live-0a1b", "s.1_x-Y", "a" * 128]:
            self.assertTrue(is_frame_id(name), name)

    def test_anything_else_is_refused(self):
        for name in ["", ".", "..", "a..b", "a/b", "a\\b", "a b", "a\n", "-a", "ä", "a" * 129, None, 7]:
            self.assertFalse(is_frame_id(name), repr(name))

    def test_only_this_machine(self):
        for address in ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"]:
            self.assertTrue(is_loopback(address), address)
        for address in [None, "", "10.0.0.1", "::ffff:10.0.0.1", "1127.0.0.1", "127.0.0.1.example", "fe80::1"]:
            self.assertFalse(is_loopback(address), address)

    def test_pictures_are_told_by_their_first_bytes(self):
        self.assertEqual(image_type(b"\xff\xd8\xff\xe0rest"), "image/jpeg")
        self.assertEqual(image_type(b"\x89PNG\r\n\x1a\nrest"), "image/png")
        self.assertEqual(image_type(b"RIFF\0\0\0\0WEBPrest"), "image/webp")
        for data in [b"", b"GIF89a", b"<svg", b"RIFF\0\0\0\0WAVE"]:
            self.assertIsNone(image_type(data))


class Store(unittest.TestCase):
    def setUp(self):
        self.time_s = 0.0
        self.store = FrameStore(cap_bytes=10, max_age_s=5, now_s=lambda: self.time_s)

    def test_the_same_id_is_overwritten(self):
        self.assertTrue(self.store.put("a", b"123"))
        first = self.store.get("a").sha256
        self.assertFalse(self.store.put("a", b"4567"))
        self.assertEqual(self.store.get("a").data, b"4567")
        self.assertNotEqual(self.store.get("a").sha256, first)
        self.assertEqual((len(self.store), self.store.size_bytes), (1, 4))

    def test_the_hash_follows_the_bytes(self):
        self.store.put("a", b"same")
        self.store.put("b", b"same")
        self.assertEqual(self.store.get("a").sha256, self.store.get("b").sha256)

    def test_the_least_recently_used_makes_room(self):
        self.store.put("a", b"1234")
        self.store.put("b", b"1234")
        self.store.get("a")
        self.store.put("c", b"1234")
        self.assertIsNone(self.store.get("b"))
        self.assertIsNotNone(self.store.get("a"))
        self.assertLessEqual(self.store.size_bytes, 10)

    def test_nothing_is_kept_past_its_age(self):
        self.store.put("a", b"1")
        self.time_s = 5.1
        self.assertIsNone(self.store.get("a"))
        self.store.put("b", b"1")
        self.time_s = 11
        self.store.forget_old()
        self.assertEqual((len(self.store), self.store.size_bytes), (0, 0))

    def test_larger_than_the_store_is_refused(self):
        self.store.put("a", b"1")
        with self.assertRaises(ValueError):
            self.store.put("b", b"x" * 11)
        self.assertEqual(self.store.size_bytes, 1)

    def test_bytes_are_copied(self):
        data = bytearray(b"abc")
        self.store.put("a", data)
        data[0] = 0
        self.assertEqual(self.store.get("a").data, b"abc")

    def test_a_frame_can_be_forgotten(self):
        self.store.put("a", b"1")
        self.assertTrue(self.store.delete("a"))
        self.assertFalse(self.store.delete("a"))
        self.assertEqual(self.store.size_bytes, 0)


if __name__ == "__main__":
    unittest.main()
