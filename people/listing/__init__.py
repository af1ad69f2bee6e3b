"""The people list: what its filters choose, in which order and pages, how many they are, and how they are shown."""
