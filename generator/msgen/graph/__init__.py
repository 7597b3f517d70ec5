"""The topology as a picture: a model of boxes and arrows, and one module for each way to draw it."""
