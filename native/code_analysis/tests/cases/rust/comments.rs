/* only */ // comments

/** doc */
