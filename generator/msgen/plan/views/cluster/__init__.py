"""What a deployment to a cluster needs to know of the topology."""
