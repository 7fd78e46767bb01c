"""Measurements that print ratios against named peers in the same run; none asserts a time."""
