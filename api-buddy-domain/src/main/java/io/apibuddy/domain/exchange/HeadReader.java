package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.BodyDigest;
import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.security.KeyReading;
import io.apibuddy.ports.http.ProxyRequest;
import io.apibuddy.ports.http.RequestHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where requests want to go, once for a head that comes again: what follows from it is
 * {@linkplain RequestHead#note noted} with it, which is more than half of what a hit costs the
 * domain (docs/performance.md has the figure). Whether its client is locked out is asked each time.
 * Safe for concurrent use.
 */
final class HeadReader {
  private final Entrance entrance;
  private final Intake intake;

  HeadReader(Entrance entrance, Intake intake) {
    this.entrance = entrance;
    this.intake = intake;
  }

  /**
   * A request that may go on to a mapping.
   *
   * @param request the request without its key
   * @param head what its head says
   */
  record Admitted(ProxyRequest request, FamiliarHead head) {}

  /** Returns a request with what its head says, null if it goes to no mapping; without effect. */
  @Nullable Admitted read(ProxyRequest request, ActiveConfiguration active) {
    FamiliarHead known = known(request, active);
    KeyReading reading = known == null ? Entrance.glance(request.head(), active) : known.reading();
    Entrance.Passage.Open open = entrance.pass(request, reading);
    if (open == null) {
      return null;
    }
    if (known == null) {
      if (!(intake.admit(open, active) instanceof Intake.Destination.Mapped mapped)) {
        return null;
      }
      known = new FamiliarHead(reading, mapped.facts(), lookups(request, mapped.facts()));
      request.head().note(known);
    }
    return new Admitted(open.request(), known);
  }

  /** What an earlier configuration made of a head is forgotten, and its keys with it. */
  private static @Nullable FamiliarHead known(ProxyRequest request, ActiveConfiguration active) {
    FamiliarHead noted = request.head().noted(FamiliarHead.class);
    if (noted == null) {
      return null;
    }
    if (!noted.isCurrent(active)) {
      request.head().note(null);
      return null;
    }
    return noted.lookups() == null && request.body().length() == 0 ? null : noted;
  }

  private static @Nullable List<CacheLookup> lookups(ProxyRequest request, HeadFacts facts) {
    if (!facts.cache().usesStoreFor(facts.head().method())) {
      return List.of();
    }
    return request.body().length() == 0 ? Lookups.of(facts, BodyDigest.NONE) : null;
  }
}
