package io.apibuddy.bootstrap.killloop;

/** What the product is busy with when it is killed. */
enum Kill {
  /** Storing, replacing and answering. */
  UNDER_LOAD,
  /** Starting. */
  DURING_START,
  /** The same as under load, with bounds so narrow that it removes all the time. */
  WHILE_PRUNING,
  /** Stopping, as it was told to. */
  DURING_STOP;

  /** Returns the one whose turn it is in a round. */
  static Kill of(int round) {
    return values()[round % values().length];
  }
}
