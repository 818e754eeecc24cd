package io.apibuddy.domain.intake;

import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.security.KeyReading;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link HeadReader} notes with the head of a request that goes to a mapping.
 *
 * @param reading what it shows of access keys, null if none is wanted
 * @param facts what follows from it
 * @param lookups its request as the cache sees it, empty if the store has no part in it; null if
 *     that also depends on content
 */
public record FamiliarHead(
    @Nullable KeyReading reading, HeadFacts facts, @Nullable List<CacheLookup> lookups) {

  /** Returns whether it was read under this configuration, which is one object while active. */
  @SuppressWarnings("ReferenceEquality")
  boolean isCurrent(ActiveConfiguration configuration) {
    return facts.configuration() == configuration;
  }
}
