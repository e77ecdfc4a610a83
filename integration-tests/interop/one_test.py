"""Runs one test of the suite in whose folder it is started: one_test.py MODULE PORT TEST"""
import importlib
import sys
import unittest

sys.path.insert(0, ".")
module, port, test = sys.argv[1:]
suite = importlib.import_module(module)
# What the suite's own main sets. Its 3.1.1 part has no function for it; its 5 part reads topic_prefix outside it.
suite.topics = ("TopicA", "TopicA/B", "Topic/C", "TopicA/C", "/TopicA")
suite.wildtopics = ("TopicA/+", "+/C", "#", "/#", "/+", "+/+", "TopicA/#")
suite.nosubscribe_topics = ("test/nosubscribe",)
suite.topic_prefix = "client_test5/"
suite.host, suite.port = "127.0.0.1", int(port)
unittest.main(module=suite, argv=[module, f"Test.{test}"])
