package io.apibuddy.store.rocksdb;

import java.util.ArrayList;
import java.util.List;

/**
 * Chunks that nobody can find any more.
 *
 * @param families where they may lie
 * @param domain the domain of their entries
 * @param first the lowest number among the entries
 * @param last the highest number among the entries
 * @param chunks how many chunks there are, or {@link #UNKNOWN}
 */
record Doomed(List<Family> families, String domain, long first, long last, long chunks) {
  private static final long UNKNOWN = -1;

  /** Refuses an unknown order. */
  Doomed {
    families = List.copyOf(families);
    if (first > last) {
      throw new IllegalArgumentException(first + " comes after " + last);
    }
  }

  /** All chunks of one entry, of which there are so many in each family. */
  Doomed(List<Family> families, Place place, long chunks) {
    this(families, place.domain(), place.number(), place.number(), chunks);
  }

  /** All chunks of one entry, wherever and however many they are. */
  static Doomed unknown(Place place) {
    return new Doomed(Chunks.FAMILIES, place, UNKNOWN);
  }

  static Doomed upTo(String domain, long last) {
    return new Doomed(Chunks.FAMILIES, domain, 0, last, UNKNOWN);
  }

  boolean isOneEntry() {
    return first == last;
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
        gaps.add(new Doomed(families, domain, from, number - 1, UNKNOWN));
      }
      from = number + 1;
    }
    if (from <= last) {
      gaps.add(new Doomed(families, domain, from, last, UNKNOWN));
    }
    return gaps;
  }

  boolean covers(Place place) {
    return place.number() >= first && place.number() <= last && place.domain().equals(domain);
  }
}
