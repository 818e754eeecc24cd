package io.apibuddy.domain.cachestatus;

import io.apibuddy.domain.cache.ForwardReason;
import io.apibuddy.ports.event.CacheOutcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the cache did for one request: the facts behind {@code Cache-Status} and {@code X-Cache}.
 *
 * @param outcome how the request was answered
 * @param forward why the request was forwarded to the upstream, null on a hit
 * @param remainingSeconds the remaining freshness of the stored response, negative if it is stale;
 *     meaningful only if {@code forward} is null
 * @param forwardStatus the status code of the upstream's answer; 0 if there is none, or if {@code
 *     forward} is null
 * @param stored whether the answer is being stored
 * @param collapsed whether the answer to another request was shared
 * @param detail why the answer was not stored or not found, empty if there is nothing to say
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
   * Returns the status of an answer from a stored response.
   *
   * @param remaining the remaining freshness; zero or negative if the response is stale
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
   * Returns the status of an answer from a stored response whose age does not matter.
   *
   * @param remaining the remaining freshness; zero or negative if the response is stale
   */
  public static CacheStatus recorded(Duration remaining) {
    return new CacheStatus(CacheOutcome.HIT, null, remaining.toSeconds(), 0, false, false, "");
  }

  /** Returns the status of an answer from a stored response that the upstream confirmed. */
  public static CacheStatus revalidated(ForwardReason reason) {
    return new CacheStatus(CacheOutcome.REVALIDATED, reason, 0, 304, false, false, "");
  }

  /**
   * Returns the status of an answer from a stale response because the upstream failed.
   *
   * @param status the upstream's status code, 0 if it did not answer
   */
  public static CacheStatus staleOnError(ForwardReason reason, int status) {
    return new CacheStatus(CacheOutcome.STALE, reason, 0, status, false, false, STALE_IF_ERROR);
  }

  /**
   * Returns the status of an answer from a stored response that should have been validated, but the
   * upstream may not be asked now.
   *
   * @param remaining the remaining freshness; negative if the response is stale
   */
  public static CacheStatus staleUnvalidated(Duration remaining) {
    return new CacheStatus(
        CacheOutcome.STALE, null, remaining.toSeconds(), 0, false, false, STALE_IF_ERROR);
  }

  /** Returns the status of an answer that the upstream gave to this request. */
  public static CacheStatus forwarded(
      CacheOutcome outcome, ForwardReason reason, int status, boolean stored, String detail) {
    return new CacheStatus(outcome, reason, 0, status, stored, false, detail);
  }

  /** Returns the status of an answer that the upstream gave to another request in flight. */
  public static CacheStatus collapsed(
      ForwardReason reason, int status, boolean stored, String detail) {
    return new CacheStatus(CacheOutcome.COLLAPSED, reason, 0, status, stored, true, detail);
  }
}
