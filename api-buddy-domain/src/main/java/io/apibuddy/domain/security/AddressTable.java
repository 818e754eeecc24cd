package io.apibuddy.domain.security;

import java.net.InetAddress;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A bounded table of values for client addresses, which forgets the oldest address when it is full.
 * Safe for concurrent use, without a lock.
 */
final class AddressTable<T> {

  private record Entry<T>(InetAddress address, T value) {}

  private final Map<InetAddress, Entry<T>> entries = new ConcurrentHashMap<>();
  private final Queue<Entry<T>> oldestFirst = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final int capacity;
  private final Supplier<T> initialValue;

  /**
   * Creates an empty table.
   *
   * @param capacity the maximum number of addresses
   * @param initialValue supplies the value of a new address
   */
  AddressTable(int capacity, Supplier<T> initialValue) {
    this.capacity = capacity;
    this.initialValue = initialValue;
  }

  /** Returns the value of an address, null if the table does not have the address. */
  @Nullable T find(InetAddress address) {
    Entry<T> known = entries.get(address);
    return known == null ? null : known.value();
  }

  /** Returns the value of an address, which is added if the table does not have it. */
  T at(InetAddress address) {
    Entry<T> known = entries.get(address);
    if (known != null) {
      return known.value();
    }
    Entry<T> fresh = new Entry<>(address, initialValue.get());
    Entry<T> other = entries.putIfAbsent(address, fresh);
    if (other != null) {
      return other.value();
    }
    oldestFirst.add(fresh);
    if (size.incrementAndGet() > capacity) {
      forgetOldest();
    }
    return fresh.value();
  }

  int size() {
    return size.get();
  }

  private void forgetOldest() {
    Entry<T> oldest = oldestFirst.poll();
    if (oldest != null) {
      entries.remove(oldest.address());
      size.decrementAndGet();
    }
  }
}
