package io.apibuddy.store.rocksdb;

import java.util.ArrayList;
import java.util.List;

/**
 * Chunks that nobody can find any more.
 *
 * @param domain the domain of their entries
 * @param first the lowest number among the entries
 * @param last the highest number among the entries
 * @param chunks how many chunks there are, or {@link #UNKNOWN}
 */
record Doomed(String domain, long first, long last, long chunks) {
  static final long UNKNOWN = -1;

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
    return new Doomed(domain, 0, last, UNKNOWN);
  }

  /** Returns what is left of these without some of their numbers, which are in ascending order. */
  List<Doomed> without(List<Long> numbers) {
    if (numbers.isEmpty()) {
      return List.of(this);
    }
    List<Doomed> gaps = new ArrayList<>();
    long from = first;
    for (long number : numbers) {
      if (from < number) {
        gaps.add(new Doomed(domain, from, number - 1, UNKNOWN));
      }
      from = number + 1;
    }
    if (from <= last) {
      gaps.add(new Doomed(domain, from, last, UNKNOWN));
    }
    return gaps;
  }

  boolean covers(Place place) {
    return place.number() >= first && place.number() <= last && place.domain().equals(domain);
  }
}
