package io.apibuddy.domain.intake;

import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.security.KeyReading;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link HeadReader} attaches to the head of a request that goes to a mapping.
 *
 * @param reading the access keys that the request shows, null if none is required
 * @param facts what follows from the head
 * @param lookups the request as the cache sees it, once for each key; empty if the store is not
 *     used, null if they also depend on content
 */
public record EvaluatedHead(
    @Nullable KeyReading reading, HeadFacts facts, @Nullable List<CacheLookup> lookups) {

  /** Returns whether the head was read under this configuration, one object while active. */
  @SuppressWarnings("ReferenceEquality")
  boolean isCurrent(ActiveConfiguration configuration) {
    return facts.configuration() == configuration;
  }
}
