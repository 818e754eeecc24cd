package io.apibuddy.domain.cache;

/** How much a recorded answer is worth to an equal request, the best first. */
public enum RecordingRank {
  /** It answers for good. */
  LASTING,
  /** It says that another answer will follow, as a job's state does. */
  JOB_STATE,
  /** It refuses the request for the moment. */
  REFUSAL
}
