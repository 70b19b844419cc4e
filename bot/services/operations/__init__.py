"""What operators look at: metrics, and changes of the clock."""
