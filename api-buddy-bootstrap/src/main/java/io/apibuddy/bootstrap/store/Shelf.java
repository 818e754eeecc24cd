package io.apibuddy.bootstrap.store;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.StoredResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All variants under one key with their bodies, as the store had them at one time.
 *
 * @param variants at least one, each with its body
 * @param stamp tells whether they still are what the store has
 */
record Shelf(List<StoredResponse> variants, Epochs.Stamp stamp) {
  private static final int OVERHEAD = 512;

  Shelf {
    variants = List.copyOf(variants);
  }

  /** Returns a body by its entry's name: content never changes under a name. */
  Body.@Nullable Bytes body(EntryId id) {
    for (StoredResponse variant : variants) {
      if (variant.id().equals(id)) {
        return variant.body();
      }
    }
    return null;
  }

  /** Returns about how many bytes of memory it takes with its key. */
  int weight(CacheKey key) {
    long weight = OVERHEAD + 2L * key.target().length();
    for (StoredResponse variant : variants) {
      weight += OVERHEAD + variant.length();
      weight += weight(variant.response().headers()) + weight(variant.request().headers());
      Body.Bytes question = variant.request().body();
      weight += question == null ? 0 : question.length();
    }
    return (int) Math.min(weight, Integer.MAX_VALUE);
  }

  private static long weight(Headers headers) {
    long weight = 0;
    for (int i = 0; i < headers.size(); i++) {
      weight += 96L + headers.name(i).length() + headers.value(i).length();
    }
    return weight;
  }
}
