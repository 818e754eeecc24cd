package io.apibuddy.domain.cache;

import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.StoredRequest;
import io.apibuddy.ports.store.StoredResponse;
import java.util.Set;

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

  /**
   * Statuses of refusals for the moment, after which a client tries again: RFC 9110 sections 15.5.9
   * and 15.6.4, RFC 8470, RFC 6585, and 529, by which some services say that they are overloaded.
   */
  private static final Set<Integer> REFUSALS_FOR_NOW = Set.of(408, 425, 429, 503, 529);

  /** Returns the rank of a complete answer. */
  public static RecordingRank of(
      StoredRequest request, ResponseHead response, EntryCompletion completion) {
    if (REFUSALS_FOR_NOW.contains(response.status())) {
      return REFUSAL;
    }
    if (isUnfinished(request, response, completion)) {
      return JOB_STATE;
    }
    return response.status() >= 500 ? ERROR : LASTING;
  }

  static RecordingRank of(StoredResponse stored) {
    return of(stored.request(), stored.response(), stored.completion());
  }

  /** Returns whether a status is an error that may have passed when the client tries again. */
  public static boolean mayPass(int status) {
    return status >= 500 || REFUSALS_FOR_NOW.contains(status);
  }

  /**
   * Returns whether an answer says that another one will follow, as all states of a job but the
   * last do: it is a 202, it says when to ask again, or its content says so. The request has to ask
   * for a state, because one that creates the job must not be sent twice.
   */
  private static boolean isUnfinished(
      StoredRequest request, ResponseHead response, EntryCompletion completion) {
    int status = response.status();
    boolean goesOn =
        status == 202
            || (status / 100 == 2 && response.headers().contains("Retry-After"))
            || completion.isUnfinished();
    return goesOn && JobStatusRequest.is(request);
  }

  /** Returns whether an equal request is to be sent to the upstream again. */
  boolean asksAgain() {
    return this == JOB_STATE || this == REFUSAL;
  }

  boolean isBetterThan(RecordingRank other) {
    return compareTo(other) < 0;
  }
}
