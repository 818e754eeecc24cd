package io.apibuddy.ports.store;

import io.apibuddy.ports.time.Extremes;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The penalty state of a domain. Immutable.
 *
 * <p>The first refusal after a grant, or after an announced wait has passed, is a violation and
 * doubles the penalty. Quiet time starts at the end of the announced wait. The penalty halves after
 * each quiet period of its own length and is gone after a full window.
 *
 * @param length the length of the penalty of the last violation, zero if there was none
 * @param since when the last violation happened
 * @param waitUntil the end of the wait that was announced last
 * @param announced whether nothing was granted since that wait was announced
 */
public record Penalty(Duration length, Instant since, Instant waitUntil, boolean announced) {

  /** No violation. */
  public static final Penalty NONE =
      new Penalty(Duration.ZERO, Instant.EPOCH, Instant.EPOCH, false);

  private static final Duration MIN_LENGTH = Duration.ofSeconds(1);

  /** Rejects null and a negative length. */
  public Penalty {
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(waitUntil, "waitUntil");
    if (length.isNegative()) {
      throw new IllegalArgumentException("length must not be negative, is " + length);
    }
  }

  /** Returns when the last penalty ends or ended. */
  public Instant end() {
    return since.plus(length);
  }

  /** Returns the remaining penalty, zero if it is over. */
  public Duration remaining(Instant now) {
    return end().isAfter(now) ? Duration.between(now, end()) : Duration.ZERO;
  }

  /** Returns this penalty, limited to {@code maximum}. */
  Penalty atMost(Duration maximum) {
    return length.compareTo(maximum) <= 0
        ? this
        : new Penalty(maximum, since, waitUntil, announced);
  }

  /** Returns the state after a grant. */
  Penalty granted() {
    return announced ? new Penalty(length, since, waitUntil, false) : this;
  }

  /**
   * Returns the state after a refusal.
   *
   * @param slotFreeAt when every limit has room again
   * @param maximum the longest penalty
   * @param fullWindow the longest window of the limits
   */
  Penalty refused(Instant now, Instant slotFreeAt, Duration maximum, Duration fullWindow) {
    boolean violation = !announced || !now.isBefore(waitUntil);
    Duration next = violation ? doubled(now, maximum, fullWindow) : length;
    Instant from = violation ? now : since;
    Instant over = from.plus(next);
    return new Penalty(next, from, Extremes.max(over, slotFreeAt), true);
  }

  /** Returns this penalty with its times shifted by {@code later}, which may be negative. */
  Penalty moved(Duration later) {
    return later.isZero() || equals(NONE)
        ? this
        : new Penalty(length, since.plus(later), waitUntil.plus(later), announced);
  }

  /** Returns this penalty with its times shifted so that it does not begin after {@code now}. */
  Penalty notAfter(Instant now) {
    if (!since.isAfter(now)) {
      return this;
    }
    Duration ahead = Duration.between(now, since);
    return new Penalty(length, now, waitUntil.minus(ahead), announced);
  }

  private Duration doubled(Instant now, Duration maximum, Duration fullWindow) {
    Duration decayed = decayed(now, fullWindow);
    Duration next = decayed.isZero() ? MIN_LENGTH : decayed.multipliedBy(2);
    return Extremes.min(next, maximum);
  }

  private Duration decayed(Instant now, Duration fullWindow) {
    Instant quietFrom = Extremes.max(end(), waitUntil);
    if (!now.isAfter(quietFrom)) {
      return length;
    }
    Duration quiet = Duration.between(quietFrom, now);
    if (quiet.compareTo(fullWindow) >= 0) {
      return Duration.ZERO;
    }
    Duration remaining = length;
    while (!remaining.isZero() && quiet.compareTo(remaining) >= 0) {
      quiet = quiet.minus(remaining);
      remaining = remaining.dividedBy(2);
      if (remaining.compareTo(MIN_LENGTH) < 0) {
        remaining = Duration.ZERO;
      }
    }
    return remaining;
  }
}
