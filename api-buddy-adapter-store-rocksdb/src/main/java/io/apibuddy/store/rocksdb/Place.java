package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.local.EntryNumbering;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The domain and number that identify an entry. Its {@link EntryId} is the domain in hexadecimal, a
 * hyphen and the number.
 *
 * @param domain the alias under which the entry was stored
 * @param number unique in the store, and never used again; see {@link EntryNumbering}
 */
record Place(String domain, long number) {
  EntryId id() {
    byte[] octets = domain.getBytes(StandardCharsets.UTF_8);
    return new EntryId(HexFormat.of().formatHex(octets) + "-" + number);
  }

  /** Parses an id; empty if it is none of this store. */
  static Optional<Place> of(EntryId id) {
    String name = id.value();
    int hyphen = name.lastIndexOf('-');
    if (hyphen < 0) {
      return Optional.empty();
    }
    try {
      byte[] domain = HexFormat.of().parseHex(name, 0, hyphen);
      long number = Long.parseLong(name.substring(hyphen + 1));
      return Optional.of(new Place(new String(domain, StandardCharsets.UTF_8), number));
    } catch (IllegalArgumentException foreign) {
      return Optional.empty();
    }
  }
}
