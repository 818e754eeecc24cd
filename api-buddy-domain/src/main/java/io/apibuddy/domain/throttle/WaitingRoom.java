package io.apibuddy.domain.throttle;

import io.apibuddy.domain.config.ThrottleConfiguration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the requests of all mappings wait: a bounded number, whatever configurations they came
 * under, of which each mapping has its share. Safe for concurrent use.
 */
public final class WaitingRoom {
  private final BoundedCount everybody = new BoundedCount(0);
  private final Map<String, Known> lines = new ConcurrentHashMap<>();
  private volatile int share;

  private record Known(ThrottleConfiguration rules, WaitingLine line) {}

  /** Makes an empty room without places. */
  public WaitingRoom() {}

  /**
   * Divides the room among mappings; those who wait stay. With fewer places than mappings each has
   * one, for as long as not all are taken.
   *
   * @param places how many requests may wait together; without any nobody waits
   * @param mappings how many there are, positive
   */
  public void divide(int places, int mappings) {
    everybody.most(places);
    share = places == 0 ? 0 : Math.max(1, places / mappings);
  }

  /** Returns the line of a mapping under rules; others do not wait for what went by former ones. */
  public WaitingLine line(String alias, ThrottleConfiguration rules) {
    Known now = lines.compute(alias, (name, known) -> known(known, rules));
    now.line.places(share);
    return now.line;
  }

  private Known known(@Nullable Known known, ThrottleConfiguration rules) {
    if (known == null) {
      return new Known(rules, new WaitingLine(new WaitingPlaces(everybody, share)));
    }
    return known.rules.equals(rules) ? known : new Known(rules, known.line.successor());
  }
}
