"""What each stage of the pipeline does; `flows` says when and in what order."""
