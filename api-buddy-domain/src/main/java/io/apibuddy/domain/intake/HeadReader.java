package io.apibuddy.domain.intake;

import io.apibuddy.domain.cache.BodyDigest;
import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.security.KeyReading;
import io.apibuddy.ports.http.ProxyRequest;
import io.apibuddy.ports.http.RequestHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Determines where requests go. The result is {@linkplain RequestHead#note noted} with the head, so
 * that an equal head is not evaluated again: that would be more than half of what a hit costs the
 * domain (docs/performance.md has the figure). Whether the client is locked out is checked each
 * time. Safe for concurrent use.
 */
public final class HeadReader {
  private final Entrance entrance;
  private final Intake intake;

  public HeadReader(Entrance entrance, Intake intake) {
    this.entrance = entrance;
    this.intake = intake;
  }

  /**
   * Reads the head of a request that may go on to a mapping. Returns null for every other request.
   * Has no effect but the note.
   */
  public @Nullable FamiliarHead read(ProxyRequest request, ActiveConfiguration active) {
    FamiliarHead known = known(request, active);
    KeyReading reading =
        known == null ? Entrance.readKeys(request.head(), active) : known.reading();
    if (!entrance.admits(request, reading)) {
      return null;
    }
    if (known == null) {
      Entrance.Passage.Open open = Entrance.open(request, reading);
      if (!(intake.admit(open, active) instanceof Intake.Destination.Mapped mapped)) {
        return null;
      }
      known = new FamiliarHead(reading, mapped.facts(), lookups(request, mapped.facts()));
      request.head().note(known);
    }
    return known;
  }

  /**
   * Returns what is noted with the head. Notes of an earlier configuration are dropped, and the
   * keys in them too.
   */
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
