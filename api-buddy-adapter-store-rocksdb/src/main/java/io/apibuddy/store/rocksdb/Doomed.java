package io.apibuddy.store.rocksdb;

/**
 * Chunks that nobody can find any more.
 *
 * @param domain the domain of their entries
 * @param first the lowest number among the entries
 * @param last the highest number among the entries
 * @param chunks how many chunks there are, -1 if that is not known
 */
record Doomed(String domain, long first, long last, long chunks) {

  /** Refuses an unknown order. */
  Doomed {
    if (first > last) {
      throw new IllegalArgumentException(first + " comes after " + last);
    }
  }

  static Doomed entry(Place place, long chunks) {
    return new Doomed(place.domain(), place.number(), place.number(), chunks);
  }

  static Doomed upTo(String domain, long last) {
    return new Doomed(domain, 0, last, -1);
  }

  boolean covers(Place place) {
    return place.number() >= first && place.number() <= last && place.domain().equals(domain);
  }
}
