package io.apibuddy.ports.store;

import java.time.Instant;
import java.util.Objects;

/**
 * The exchanges of one minute that are alike.
 *
 * @param minute the start of the minute
 * @param domain the alias, {@link #NO_DOMAIN} for exchanges that went to none
 * @param method the request method
 * @param outcome how they were answered, as {@code X-Cache} says it
 * @param statusClass first digit of the status code, 1 to 9
 * @param count how many
 * @param responseBytes bytes of content sent to clients
 * @param durationMillis the sum of their durations
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

  /** Stands for no alias; none is named so. */
  public static final String NO_DOMAIN = "-";

  /** Refuses an instant that is no full minute. */
  public MetricsRow {
    if (minute.getEpochSecond() % 60 != 0 || minute.getNano() != 0) {
      throw new IllegalArgumentException("not a full minute: " + minute);
    }
    Objects.requireNonNull(domain, "domain");
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(outcome, "outcome");
  }

  /** Returns what tells those that are alike from others: the row without its counts. */
  public MetricsRow uncounted() {
    return new MetricsRow(minute, domain, method, outcome, statusClass, 0, 0, 0);
  }

  /** Returns both together; {@code more} counts what is alike. */
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
