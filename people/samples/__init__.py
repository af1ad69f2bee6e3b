"""The sample partners: something to look at and to try things on."""
