package io.apibuddy.store.sqlite;

import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.Freshness;
import java.util.HashMap;
import java.util.Map;

/**
 * What is pending under one key; immutable.
 *
 * @param entries entries by variant, which replace what the tables have of it
 * @param heads newer heads by entry number
 */
record PendingCell(Map<String, EntryRow> entries, Map<Long, Head> heads) {
  /** Nothing. */
  static final PendingCell EMPTY = new PendingCell(Map.of(), Map.of());

  /** A newer head of an entry. */
  record Head(ResponseHead response, Freshness times) {}

  /** Returns the row with its newest head. */
  EntryRow current(EntryRow row) {
    Head head = heads.get(row.id());
    return head == null ? row : row.freshened(head.response(), head.times());
  }

  /** Returns whether another entry has taken the row's place. */
  boolean replaces(EntryRow row) {
    EntryRow entry = entries.get(row.response().variant());
    return entry != null && entry.id() != row.id();
  }

  boolean isEmpty() {
    return entries.isEmpty() && heads.isEmpty();
  }

  PendingCell withEntry(EntryRow row) {
    return new PendingCell(with(entries, row.response().variant(), row), heads);
  }

  /** Returns the cell without that entry, if it is the pending one of its variant. */
  PendingCell withoutEntry(EntryRow row) {
    String variant = row.response().variant();
    EntryRow pending = entries.get(variant);
    return pending != null && pending.id() == row.id()
        ? new PendingCell(without(entries, variant), heads)
        : this;
  }

  PendingCell withHead(long id, Head head) {
    return new PendingCell(entries, with(heads, id, head));
  }

  /** Returns the cell without that head, if it is the newest one of its entry. */
  PendingCell withoutHead(long id, Head head) {
    return head.equals(heads.get(id)) ? new PendingCell(entries, without(heads, id)) : this;
  }

  private static <K, V> Map<K, V> with(Map<K, V> map, K key, V value) {
    if (map.isEmpty()) { // as nearly always
      return Map.of(key, value);
    }
    Map<K, V> changed = new HashMap<>(map);
    changed.put(key, value);
    return Map.copyOf(changed);
  }

  private static <K, V> Map<K, V> without(Map<K, V> map, K key) {
    if (map.size() == 1) {
      return map.containsKey(key) ? Map.of() : map;
    }
    Map<K, V> changed = new HashMap<>(map);
    changed.remove(key);
    return Map.copyOf(changed);
  }
}
