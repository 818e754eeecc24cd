package io.apibuddy.domain.cache;

import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The decision about a request that the cache may answer. */
public sealed interface CacheDecision {

  /**
   * The store answers.
   *
   * @param stored the response to use
   * @param remaining the remaining freshness; negative if the response is used stale
   * @param revalidate whether the response is to be validated in the background afterwards
   */
  record ServeStored(StoredResponse stored, Duration remaining, boolean revalidate)
      implements CacheDecision {

    /** Returns the decision by which the response is validated in the background. */
    public Forward revalidation() {
      boolean confirmable =
          stored.request().method().equals("GET")
              && ConditionalRequestFactory.isConfirmable(stored);
      return new Forward(ForwardReason.STALE, confirmable ? List.of(stored) : List.of(), null);
    }
  }

  /**
   * The request is forwarded to the upstream.
   *
   * @param reason why the request is forwarded
   * @param confirmable stored responses that a 304 may confirm (RFC 9111 section 4.3.1), the one
   *     for this request first; empty if there are none
   * @param stale the stored response that may be used if the upstream fails, null if there is none
   * @param mustRevalidate whether the response stored for this request requires that a failure to
   *     validate it becomes an error (RFC 9111 section 5.2.2.2)
   * @param hasJobState whether the state of a job is recorded, which mode {@code record} keeps if
   *     the answer is an error that may pass
   */
  record Forward(
      ForwardReason reason,
      List<StoredResponse> confirmable,
      @Nullable StoredResponse stale,
      boolean mustRevalidate,
      boolean hasJobState)
      implements CacheDecision {

    /** Creates a decision for which neither of the last two holds. */
    public Forward(
        ForwardReason reason, List<StoredResponse> confirmable, @Nullable StoredResponse stale) {
      this(reason, confirmable, stale, false, false);
    }

    public Forward {
      confirmable = List.copyOf(confirmable);
    }
  }

  /** No stored response can be used, and the request forbids asking ({@code only-if-cached}). */
  record Unsatisfiable() implements CacheDecision {}
}
