"""From rule files to the intermediate representation, pass by pass."""
