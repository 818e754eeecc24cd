package io.apibuddy.bootstrap.store;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.StoredResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All variants under one key with their bodies, as the store had them at one time. Immutable. */
final class Shelf {
  private static final int OVERHEAD = 512;

  private final List<StoredResponse> variants;
  private final Epochs.Stamp stamp;
  private final int weight;

  /**
   * Makes a shelf.
   *
   * @param variants at least one, each with its body
   * @param stamp tells whether they still are what the store has
   */
  Shelf(CacheKey key, List<StoredResponse> variants, Epochs.Stamp stamp) {
    this.variants = List.copyOf(variants);
    this.stamp = stamp;
    this.weight = weight(key, this.variants);
  }

  List<StoredResponse> variants() {
    return variants;
  }

  Epochs.Stamp stamp() {
    return stamp;
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
  int weight() {
    return weight;
  }

  private static int weight(CacheKey key, List<StoredResponse> variants) {
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
