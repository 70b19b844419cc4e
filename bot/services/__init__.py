"""Floor 3, the verbs: each module is one stage of the river, top to bottom; its teeth never call each other."""
