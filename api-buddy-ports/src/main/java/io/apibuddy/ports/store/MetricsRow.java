package io.apibuddy.ports.store;

import java.time.Instant;
import java.util.Objects;

/**
 * The counts of exchanges that agree in minute, domain, method, outcome and status class.
 *
 * @param minute the start of the minute
 * @param domain the alias, {@link #NO_DOMAIN} for exchanges that belonged to none
 * @param method the request method
 * @param outcome how they were answered, in the terms of {@code X-Cache}
 * @param statusClass the first digit of the status code, 1 to 9
 * @param count the number of exchanges
 * @param responseBytes the bytes of content sent to clients
 * @param durationMillis the sum of their durations in milliseconds
 */
public record MetricsRow(
    Instant minute,
    String domain,
    String method,
    String outcome,
    int statusClass,
    long count,
    long responseBytes,
    long durationMillis) {

  /** Stands for no alias; no alias has this name. */
  public static final String NO_DOMAIN = "-";

  /** Rejects an instant that is not the start of a minute. */
  public MetricsRow {
    if (minute.getEpochSecond() % 60 != 0 || minute.getNano() != 0) {
      throw new IllegalArgumentException("not a full minute: " + minute);
    }
    Objects.requireNonNull(domain, "domain");
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(outcome, "outcome");
  }

  /**
   * Returns this row with all counts at zero, which identifies the rows that can be added to each
   * other.
   */
  public MetricsRow uncounted() {
    return new MetricsRow(minute, domain, method, outcome, statusClass, 0, 0, 0);
  }

  /** Returns the sum of both rows; {@code more} must agree with this row in all but the counts. */
  public MetricsRow plus(MetricsRow more) {
    return new MetricsRow(
        minute,
        domain,
        method,
        outcome,
        statusClass,
        count + more.count,
        responseBytes + more.responseBytes,
        durationMillis + more.durationMillis);
  }
}
