"""From one cell to the value it means, a file for each field. What is wrong with it is added to ``issues``. Pure."""
