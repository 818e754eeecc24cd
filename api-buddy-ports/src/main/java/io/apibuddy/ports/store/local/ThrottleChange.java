package io.apibuddy.ports.store.local;

import io.apibuddy.ports.store.Penalty;
import io.apibuddy.ports.store.ThrottleSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A change of one domain's throttle that is to be persisted.
 *
 * @param domain the domain
 * @param snapshot the state of the throttle
 * @param added how many of the newest attempts are not persisted yet, 0 to all
 * @param replacesAll whether the attempts persisted before are to be dropped
 */
public record ThrottleChange(
    String domain, ThrottleSnapshot snapshot, int added, boolean replacesAll) {

  /** Rejects null and more new attempts than there are. */
  public ThrottleChange {
    Objects.requireNonNull(domain, "domain");
    Objects.checkIndex(added, snapshot.attempts().size() + 1);
  }

  /** Returns a change that deletes everything about a domain. */
  static ThrottleChange deletion(String domain) {
    return new ThrottleChange(domain, new ThrottleSnapshot(List.of(), Penalty.NONE), 0, true);
  }

  /** Returns whether everything about the domain is to be deleted. */
  public boolean isDeletion() {
    return replacesAll && snapshot.attempts().isEmpty() && snapshot.penalty().equals(Penalty.NONE);
  }

  /** Returns the attempts that are not persisted yet, oldest first. */
  public List<Instant> newAttempts() {
    List<Instant> all = snapshot.attempts();
    return all.subList(all.size() - added, all.size());
  }
}
