package io.apibuddy.bootstrap.killloop;

/** What the product is doing when it is killed. */
enum KillMoment {
  /** Storing, replacing and answering. */
  UNDER_LOAD,
  /** Starting. */
  DURING_START,
  /** As under load, with bounds so narrow that it evicts all the time. */
  WHILE_PRUNING,
  /** Stopping after SIGTERM. */
  DURING_STOP;

  /** Returns the kind of kill for a round. */
  static KillMoment of(int round) {
    return values()[round % values().length];
  }
}
