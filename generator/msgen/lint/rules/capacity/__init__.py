"""Rules of capacity: pods, queues, connections, quotas and the way of events."""
