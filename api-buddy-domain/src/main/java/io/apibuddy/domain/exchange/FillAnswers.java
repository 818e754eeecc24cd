package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.FreshnessPolicy;
import io.apibuddy.domain.cache.RangeEvaluator;
import io.apibuddy.domain.cache.RangeSelection;
import io.apibuddy.domain.cache.Storability;
import io.apibuddy.domain.cachestatus.CacheStatus;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.content.LostContentException;
import io.apibuddy.domain.content.SpoolReader;
import io.apibuddy.domain.content.SpooledBody;
import io.apibuddy.domain.fill.FillHead;
import io.apibuddy.domain.problem.Problem;
import io.apibuddy.domain.problem.Problems;
import io.apibuddy.domain.problem.UpstreamProblems;
import io.apibuddy.domain.throttle.Refusal;
import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.upstream.UpstreamException;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the outcome of a fill into the response for one client. Safe for concurrent use. */
final class FillAnswers {

  /**
   * The statuses that a stale response may stand in for (RFC 5861 section 4), and the upstream's
   * own throttling.
   */
  private static final Set<Integer> FAILURES = Set.of(429, 500, 502, 503, 504);

  /** In place of a status: the upstream could not be asked, or did not answer. */
  private static final int NO_ANSWER = 0;

  private final StoredBodies bodies;
  private final Responses responses;
  private final NoStoreNotices noStore;
  private final InstantSource clock;

  FillAnswers(
      StoredBodies bodies, Responses responses, NoStoreNotices noStore, InstantSource clock) {
    this.bodies = bodies;
    this.responses = responses;
    this.noStore = noStore;
    this.clock = clock;
  }

  /** Answers the request that caused the fetch; null if the store has to be asked again. */
  @Nullable ProxyResponse live(Miss miss, FillHead head, SpoolReader reader) {
    if (head.storability().equals(Storability.NO_STORE)) {
      noStore.notStored(miss.exchange().alias(), miss.lookup(), head.received());
    }
    CacheStatus status =
        CacheStatus.forwarded(
            CacheOutcome.MISS,
            miss.reason(),
            head.live().status(),
            head.staged(),
            detail(miss, head));
    return answer(miss, head, head.live(), reader, status, miss.upstreamEvaluates());
  }

  /** Answers a request that joined the fetch; null if the store has to be asked again. */
  @Nullable ProxyResponse shared(Miss miss, FillHead head, SpoolReader reader) {
    CacheStatus status =
        CacheStatus.collapsed(
            miss.reason(), head.shared().status(), head.staged(), detail(miss, head));
    return answer(miss, head, head.shared(), reader, status, false);
  }

  /** Answers a request whose fetch failed: by a usable stale response, otherwise by an error. */
  ProxyResponse failed(Miss miss, UpstreamException failure) {
    ProxyResponse standIn = standIn(miss, NO_ANSWER);
    if (standIn != null) {
      return standIn;
    }
    if (LostContentException.isCauseOf(failure)) {
      return responses.problem(miss.exchange(), Problems.contentLost());
    }
    Problem problem = UpstreamProblems.of(failure, miss.exchange().target().route().origin());
    return responses.problem(
        miss.exchange(),
        miss.decision().mustRevalidate() ? UpstreamProblems.notValidated(problem) : problem);
  }

  /**
   * Answers a request for which the upstream may not be asked now: with a stale response that may
   * stand in, otherwise with the refusal.
   */
  ProxyResponse throttled(Miss miss, Refusal refusal) {
    StoredResponse stale = miss.stale();
    ProxyResponse standIn =
        stale == null
            ? null
            : fromStore(
                miss,
                stale,
                CacheStatus.staleUnvalidated(
                    FreshnessPolicy.remaining(stale, miss.lookup().cache(), clock.instant())));
    return standIn != null ? standIn : responses.throttled(miss.exchange(), refusal);
  }

  /** Returns the same answers for a request that goes past the store. */
  PassThrough.FailureAnswers failuresOf(Miss miss) {
    return new PassThrough.FailureAnswers() {
      @Override
      public ProxyResponse failed(UpstreamException failure) {
        return FillAnswers.this.failed(miss, failure);
      }

      @Override
      public ProxyResponse throttled(Refusal refusal) {
        return FillAnswers.this.throttled(miss, refusal);
      }

      @Override
      public @Nullable ProxyResponse substituteFor(int status) {
        return standIn(miss, status);
      }
    };
  }

  private @Nullable ProxyResponse answer(
      Miss miss,
      FillHead head,
      ResponseHead shown,
      SpoolReader reader,
      CacheStatus status,
      boolean evaluated) {
    StoredResponse confirmed = head.confirmed();
    if (confirmed != null) {
      reader.close();
      StoredResponse seen =
          shown.equals(confirmed.response())
              ? confirmed
              : confirmed.freshened(shown, confirmed.freshness());
      return fromStore(miss, seen, CacheStatus.revalidated(miss.reason()));
    }
    ProxyResponse standIn = standIn(miss, shown.status());
    if (standIn != null) {
      reader.close();
      return standIn;
    }
    return responses.forwarded(
        miss.exchange(), shown, head.version(), body(head, reader), status, evaluated);
  }

  /**
   * Returns the stale response that may stand in for a failure, null if there is none.
   *
   * @param status the upstream's status, {@link #NO_ANSWER} if there is none
   */
  private @Nullable ProxyResponse standIn(Miss miss, int status) {
    StoredResponse stale = miss.stale();
    return stale == null || !(status == NO_ANSWER || FAILURES.contains(status))
        ? null
        : fromStore(miss, stale, CacheStatus.staleOnError(miss.reason(), status));
  }

  private @Nullable ProxyResponse fromStore(Miss miss, StoredResponse stored, CacheStatus status) {
    RangeSelection range =
        RangeEvaluator.select(miss.exchange().method(), miss.lookup().headers(), stored);
    Body body = bodies.open(stored, range);
    return body == null
        ? null
        : responses.stored(miss.exchange(), stored, range, body, status, clock.instant());
  }

  private static String detail(Miss miss, FillHead head) {
    boolean lost = head.storability().storable() && !head.staged();
    String notStored = lost ? "store-unavailable" : head.storability().detail();
    boolean refreshed = miss.lookup().cache().mode() == CacheMode.REFRESH;
    return refreshed && notStored.isEmpty() ? "refresh" : notStored;
  }

  private static Body body(FillHead head, SpoolReader reader) {
    if (head.live().status() == 204) {
      reader.close();
      return Body.EMPTY;
    }
    Body.Bytes whole = reader.whole();
    if (whole != null) {
      reader.close();
      return whole;
    }
    return new SpooledBody(reader, head.length());
  }
}
