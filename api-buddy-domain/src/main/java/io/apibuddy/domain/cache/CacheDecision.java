package io.apibuddy.domain.cache;

import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to do with a request that the cache may answer. */
public sealed interface CacheDecision {

  /**
   * Answer from the store.
   *
   * @param stored the response to use
   * @param remaining what is left of its freshness; negative if it is served stale
   * @param revalidate whether it is to be validated afterwards, in the background
   */
  record ServeStored(StoredResponse stored, Duration remaining, boolean revalidate)
      implements CacheDecision {

    /** Returns how it is validated in the background. */
    public Forward revalidation() {
      boolean confirmable =
          stored.request().method().equals("GET")
              && ConditionalRequestFactory.isConfirmable(stored);
      return new Forward(ForwardReason.STALE, confirmable ? List.of(stored) : List.of(), null);
    }
  }

  /**
   * Ask the upstream.
   *
   * @param reason why
   * @param confirmable stored responses that the upstream may confirm (RFC 9111 section 4.3.1), the
   *     one for this request first; empty if there is none that a 304 may be about
   * @param stale what may be used if the upstream fails, null if there is nothing
   * @param mustRevalidate whether what is stored for this request demands that a failure to
   *     validate it becomes an error (RFC 9111 section 5.2.2.2)
   */
  record Forward(
      ForwardReason reason,
      List<StoredResponse> confirmable,
      @Nullable StoredResponse stale,
      boolean mustRevalidate)
      implements CacheDecision {

    /** Makes one without such a demand. */
    public Forward(
        ForwardReason reason, List<StoredResponse> confirmable, @Nullable StoredResponse stale) {
      this(reason, confirmable, stale, false);
    }

    /** Takes the list's content. */
    public Forward {
      confirmable = List.copyOf(confirmable);
    }
  }

  /** Nothing can be used, and the request forbids asking ({@code only-if-cached}). */
  record Unsatisfiable() implements CacheDecision {}
}
