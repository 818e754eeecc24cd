package io.apibuddy.store.sqlite;

import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.Freshness;
import java.util.HashMap;
import java.util.Map;

/**
 * The pending changes under one key. Immutable.
 *
 * @param entries pending entries by variant, which replace those in the tables
 * @param heads new heads by entry number
 */
record PendingChanges(Map<String, EntryRow> entries, Map<Long, Head> heads) {
  /** No pending changes. */
  static final PendingChanges EMPTY = new PendingChanges(Map.of(), Map.of());

  /** A new head of an entry. */
  record Head(ResponseHead response, Freshness times) {}

  /** Returns the row with its current head. */
  EntryRow current(EntryRow row) {
    Head head = heads.get(row.id());
    return head == null ? row : row.freshened(head.response(), head.times());
  }

  /** Returns whether another entry has replaced the row. */
  boolean replaces(EntryRow row) {
    EntryRow entry = entries.get(row.response().variant());
    return entry != null && entry.id() != row.id();
  }

  boolean isEmpty() {
    return entries.isEmpty() && heads.isEmpty();
  }

  PendingChanges withEntry(EntryRow row) {
    return new PendingChanges(with(entries, row.response().variant(), row), heads);
  }

  /** Returns the changes without this entry, if that is still the pending one of its variant. */
  PendingChanges withoutEntry(EntryRow row) {
    String variant = row.response().variant();
    EntryRow pending = entries.get(variant);
    return pending != null && pending.id() == row.id()
        ? new PendingChanges(without(entries, variant), heads)
        : this;
  }

  PendingChanges withHead(long id, Head head) {
    return new PendingChanges(entries, with(heads, id, head));
  }

  /** Returns the changes without this head, if that is still the newest one of its entry. */
  PendingChanges withoutHead(long id, Head head) {
    return head.equals(heads.get(id)) ? new PendingChanges(entries, without(heads, id)) : this;
  }

  private static <K, V> Map<K, V> with(Map<K, V> map, K key, V value) {
    if (map.isEmpty()) { // the usual case
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
