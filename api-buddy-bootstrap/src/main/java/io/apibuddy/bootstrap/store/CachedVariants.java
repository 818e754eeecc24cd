package io.apibuddy.bootstrap.store;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.StoredResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of all variants of one key (its stored responses) with their bodies, as the store had
 * them at one time. Immutable.
 */
final class CachedVariants {
  private static final int ENTRY_OVERHEAD = 512;

  private final List<StoredResponse> variants;
  private final Epochs.Stamp stamp;
  private final int weight;

  /**
   * Creates a snapshot.
   *
   * @param key the key
   * @param variants all stored responses of the key, each with its body
   * @param stamp says whether they are still what the store has
   */
  CachedVariants(CacheKey key, List<StoredResponse> variants, Epochs.Stamp stamp) {
    this(variants, stamp, weight(key, variants));
  }

  private CachedVariants(List<StoredResponse> variants, Epochs.Stamp stamp, int weight) {
    this.variants = List.copyOf(variants);
    this.stamp = stamp;
    this.weight = weight;
  }

  List<StoredResponse> variants() {
    return variants;
  }

  Epochs.Stamp stamp() {
    return stamp;
  }

  /**
   * Returns the body of an entry, null if the entry is not here. The content of an id never
   * changes, so this holds for an outdated snapshot, too.
   */
  Body.@Nullable Bytes body(EntryId id) {
    for (StoredResponse variant : variants) {
      if (variant.id().equals(id)) {
        return variant.body();
      }
    }
    return null;
  }

  /**
   * Returns the same variants with each body replaced by what {@code bodies} returns for it, which
   * must have the same content.
   */
  @SuppressWarnings("ReferenceEquality") // identity says whether the body was replaced
  CachedVariants withBodies(UnaryOperator<Body.Bytes> bodies) {
    List<StoredResponse> replaced = new ArrayList<>(variants);
    boolean changed = false;
    for (int i = 0; i < replaced.size(); i++) {
      Body.Bytes body = Objects.requireNonNull(replaced.get(i).body());
      Body.Bytes other = bodies.apply(body);
      if (other != body) {
        replaced.set(i, replaced.get(i).withBody(other));
        changed = true;
      }
    }
    return changed ? new CachedVariants(replaced, stamp, weight) : this;
  }

  /** Returns the estimated memory of the variants and their key, in bytes. */
  int weight() {
    return weight;
  }

  private static int weight(CacheKey key, List<StoredResponse> variants) {
    long weight = ENTRY_OVERHEAD + 2L * key.target().length();
    for (StoredResponse variant : variants) {
      weight += ENTRY_OVERHEAD + variant.length();
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
