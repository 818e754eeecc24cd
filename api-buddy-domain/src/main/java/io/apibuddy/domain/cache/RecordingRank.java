package io.apibuddy.domain.cache;

/** How much a recorded answer is worth to an equal request, the best first. */
public enum RecordingRank {
  /** It answers for good. */
  LASTING,
  /** It says that another answer will follow, as a job's state does. */
  JOB_STATE,
  /** It is an error of the server, and lasts unless something better is under way. */
  ERROR,
  /** It refuses the request for the moment. */
  REFUSAL;

  /** Returns whether an equal request is to be sent to the upstream again. */
  boolean asksAgain() {
    return this == JOB_STATE || this == REFUSAL;
  }
}
