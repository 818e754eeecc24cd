package io.apibuddy.ports.store.local;

import io.apibuddy.ports.store.Penalty;
import io.apibuddy.ports.store.ThrottleSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What is to be written down of a domain's throttle.
 *
 * @param domain the domain
 * @param snapshot how it stands
 * @param added how many of its newest attempts are not written down, 0 to all
 * @param anew whether what was written down before of its attempts is to be dropped
 */
public record ThrottleChange(String domain, ThrottleSnapshot snapshot, int added, boolean anew) {

  /** Refuses null and more new attempts than there are. */
  public ThrottleChange {
    Objects.requireNonNull(domain, "domain");
    Objects.checkIndex(added, snapshot.attempts().size() + 1);
  }

  /** Returns the change after which nothing is to be known of a domain. */
  static ThrottleChange forgetting(String domain) {
    return new ThrottleChange(domain, new ThrottleSnapshot(List.of(), Penalty.NONE), 0, true);
  }

  /** Returns whether nothing is to be known of the domain any more. */
  public boolean forgets() {
    return anew && snapshot.attempts().isEmpty() && snapshot.penalty().equals(Penalty.NONE);
  }

  /** Returns the attempts that are not written down, oldest first. */
  public List<Instant> newAttempts() {
    List<Instant> all = snapshot.attempts();
    return all.subList(all.size() - added, all.size());
  }
}
