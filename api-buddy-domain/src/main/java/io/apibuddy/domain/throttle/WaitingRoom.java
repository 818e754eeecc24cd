package io.apibuddy.domain.throttle;

import io.apibuddy.domain.config.ThrottleConfiguration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The places in which the requests of all mappings wait, under all configurations. Each mapping has
 * a share of them. Safe for concurrent use.
 */
public final class WaitingRoom {
  private final BoundedCount allMappings = new BoundedCount(0);
  private final Map<String, CurrentLine> lines = new ConcurrentHashMap<>();
  private volatile int share;

  private record CurrentLine(ThrottleConfiguration rules, WaitingLine line) {}

  /** Creates an empty room without places. */
  public WaitingRoom() {}

  /**
   * Divides the places among the mappings. Requests that wait stay. If there are fewer places than
   * mappings, each mapping has one, as long as not all are taken.
   *
   * @param places how many requests may wait together; 0 if none may wait
   * @param mappings how many mappings there are, positive
   */
  public void divide(int places, int mappings) {
    allMappings.max(places);
    share = places == 0 ? 0 : Math.max(1, places / mappings);
  }

  /**
   * Returns the line of a mapping under these rules. Requests in it do not wait for those that came
   * under former rules.
   */
  public WaitingLine line(String alias, ThrottleConfiguration rules) {
    CurrentLine now = lines.compute(alias, (name, known) -> known(known, rules));
    now.line.places(share);
    return now.line;
  }

  private CurrentLine known(@Nullable CurrentLine known, ThrottleConfiguration rules) {
    if (known == null) {
      return new CurrentLine(rules, new WaitingLine(new WaitingPlaces(allMappings, share)));
    }
    return known.rules.equals(rules) ? known : new CurrentLine(rules, known.line.successor());
  }
}
