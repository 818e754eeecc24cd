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
 * What is remembered of client addresses: of a bounded number of them, the oldest is forgotten
 * first. Safe for concurrent use, without a lock.
 */
final class AddressTable<T> {

  private record Entry<T>(InetAddress address, T value) {}

  private final Map<InetAddress, Entry<T>> entries = new ConcurrentHashMap<>();
  private final Queue<Entry<T>> oldestFirst = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final int most;
  private final Supplier<T> beginning;

  /**
   * Makes an empty table.
   *
   * @param most how many addresses are remembered
   * @param beginning what an address begins with
   */
  AddressTable(int most, Supplier<T> beginning) {
    this.most = most;
    this.beginning = beginning;
  }

  /** Returns what is remembered of an address, null if nothing is. */
  @Nullable T find(InetAddress address) {
    Entry<T> known = entries.get(address);
    return known == null ? null : known.value();
  }

  /** Returns what is remembered of an address from now on. */
  T at(InetAddress address) {
    Entry<T> known = entries.get(address);
    if (known != null) {
      return known.value();
    }
    Entry<T> fresh = new Entry<>(address, beginning.get());
    Entry<T> other = entries.putIfAbsent(address, fresh);
    if (other != null) {
      return other.value();
    }
    oldestFirst.add(fresh);
    if (size.incrementAndGet() > most) {
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
