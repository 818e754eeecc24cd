package io.apibuddy.domain.cachestatus;

import io.apibuddy.domain.cache.ForwardReason;
import io.apibuddy.ports.event.CacheOutcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the cache did for one request: the facts behind {@code Cache-Status} and {@code X-Cache}.
 *
 * @param outcome how it was answered
 * @param forward why it went to the upstream, null on a hit
 * @param remainingSeconds what is left of the stored response's freshness, negative if it is stale;
 *     counts only without {@code forward}
 * @param forwardStatus the upstream's status code, 0 without {@code forward}
 * @param stored whether the answer is being stored
 * @param collapsed whether another request's answer was shared
 * @param detail why it was not stored or found, empty if there is nothing to say
 */
public record CacheStatus(
    CacheOutcome outcome,
    @Nullable ForwardReason forward,
    long remainingSeconds,
    int forwardStatus,
    boolean stored,
    boolean collapsed,
    String detail) {

  private static final String STALE_IF_ERROR = "stale-if-error";

  /**
   * Answered from a stored response.
   *
   * @param remaining what is left of its freshness; zero or negative if it is stale
   */
  public static CacheStatus hit(Duration remaining) {
    boolean fresh = !remaining.isNegative() && !remaining.isZero();
    return new CacheStatus(
        fresh ? CacheOutcome.HIT : CacheOutcome.STALE,
        null,
        remaining.toSeconds(),
        0,
        false,
        false,
        "");
  }

  /**
   * Answered from a stored response whose age does not count.
   *
   * @param remaining what is left of its freshness; zero or negative if it is stale
   */
  public static CacheStatus recorded(Duration remaining) {
    return new CacheStatus(CacheOutcome.HIT, null, remaining.toSeconds(), 0, false, false, "");
  }

  /** Answered from a stored response that the upstream confirmed. */
  public static CacheStatus revalidated(ForwardReason reason) {
    return new CacheStatus(CacheOutcome.REVALIDATED, reason, 0, 304, false, false, "");
  }

  /**
   * Answered from a stale response because the upstream failed.
   *
   * @param status its status code, 0 if there was none
   */
  public static CacheStatus staleOnError(ForwardReason reason, int status) {
    return new CacheStatus(CacheOutcome.STALE, reason, 0, status, false, false, STALE_IF_ERROR);
  }

  /**
   * Answered from a response that the request would have validated, because the upstream may not be
   * asked now.
   *
   * @param remaining what is left of its freshness; negative if it is stale
   */
  public static CacheStatus staleUnasked(Duration remaining) {
    return new CacheStatus(
        CacheOutcome.STALE, null, remaining.toSeconds(), 0, false, false, STALE_IF_ERROR);
  }

  /** Answered by the upstream for this request. */
  public static CacheStatus forwarded(
      CacheOutcome outcome, ForwardReason reason, int status, boolean stored, String detail) {
    return new CacheStatus(outcome, reason, 0, status, stored, false, detail);
  }

  /** Answered by the upstream for another request. */
  public static CacheStatus collapsed(
      ForwardReason reason, int status, boolean stored, String detail) {
    return new CacheStatus(CacheOutcome.COLLAPSED, reason, 0, status, stored, true, detail);
  }
}
