package io.apibuddy.ports.store.local;

import org.jspecify.annotations.Nullable;

/**
 * An in-memory filter that recognizes most keys that are not stored, with about ten bits for each
 * stored key. Look-ups take no lock.
 *
 * <p>Removed keys stay in the filter, which costs a look-up in the store. Once more keys were added
 * than it has room for, all stored keys have to be read again, as at the start. If anything but the
 * adapter changes the store, such as another process, the filter becomes wrong: the adapter's
 * {@link StoreLock} has to prevent that.
 *
 * <p>An adapter must keep two rules. Every key is {@linkplain #add added} before its entry becomes
 * visible. And nothing that was added before {@link #begin} becomes visible after it: {@code begin}
 * runs where entries become visible, between two of them. Each key is then either found by the
 * reading that follows, or added to the filter that this reading fills.
 */
public final class StoredKeys {
  /**
   * The minimum capacity (160 KiB), for the keys that a small store under load replaces every
   * second. With room for just twice its 10,000 entries, all keys were read again every second, and
   * two of a hundred misses looked in the store in vain, together 4 % of the cost of a miss.
   */
  private static final int MIN_CAPACITY = 1 << 17;

  /**
   * The filters in use.
   *
   * @param complete contains every stored key; null while that is not the case
   * @param growing will contain every stored key when the current reading ends; null if there is
   *     none
   * @param closed whether the filter is closed for good
   */
  private record Filters(
      @Nullable GrowingKeyFilter complete, @Nullable GrowingKeyFilter growing, boolean closed) {}

  private static final Filters NOTHING = new Filters(null, null, false);
  private static final Filters CLOSED = new Filters(null, null, true);

  private final EmptiedTargets emptied = new EmptiedTargets();
  private volatile Filters known = NOTHING;

  /** Creates a filter that knows nothing yet. */
  public StoredKeys() {}

  /** Returns whether no visible entry has that key; false if that is not known. Never blocks. */
  public boolean lacks(KeyDigest key) {
    GrowingKeyFilter complete = known.complete();
    return complete != null && !complete.mightContain(key.prefix());
  }

  /** Returns the URLs known to have nothing stored; they are forgotten with the keys. */
  public EmptiedTargets emptied() {
    return emptied;
  }

  /** Adds the key of an entry that is about to become visible; harmless if it never does. */
  public void add(KeyDigest key) {
    Filters now = known;
    add(now.complete(), key);
    add(now.growing(), key);
  }

  private static void add(@Nullable GrowingKeyFilter filter, KeyDigest key) {
    if (filter != null) {
      filter.add(key.prefix());
    }
  }

  /** Returns whether all stored keys should be read now and no reading is under way. */
  public boolean isDue() {
    Filters now = known;
    GrowingKeyFilter complete = now.complete();
    return !now.closed() && now.growing() == null && (complete == null || complete.hasGrown());
  }

  /**
   * Starts a reading of all stored keys, which replaces any reading that has not ended.
   *
   * @param stored roughly how many keys are stored
   */
  public synchronized Reading begin(long stored) {
    GrowingKeyFilter growing =
        new GrowingKeyFilter(
            (int) Math.min(Math.max(2 * stored, MIN_CAPACITY), GrowingKeyFilter.MAX_CAPACITY));
    if (!known.closed()) {
      known = new Filters(known.complete(), growing, false);
    }
    return new Reading(growing);
  }

  /** Forgets everything, because the stored data is about to be replaced. */
  public synchronized void forget() {
    emptied.forget();
    if (!known.closed()) {
      known = NOTHING;
    }
  }

  /** Forgets everything for good. */
  public synchronized void close() {
    emptied.close();
    known = CLOSED;
  }

  /** Does nothing if another reading has begun or the stored data was replaced. */
  private synchronized void end(GrowingKeyFilter growing, boolean complete) {
    if (known.growing() == growing) {
      known = new Filters(complete ? growing : known.complete(), null, false);
    }
  }

  /** One reading of all stored keys; for use by one thread at a time. */
  public final class Reading {
    private final GrowingKeyFilter growing;

    private Reading(GrowingKeyFilter growing) {
      this.growing = growing;
    }

    /** Adds the {@linkplain KeyDigest#prefix prefix} of a stored key. */
    public void add(long prefix) {
      growing.add(prefix);
    }

    /** Ends the reading after the last key. From now on the filter is complete. */
    public void end() {
      StoredKeys.this.end(growing, true);
    }

    /** Abandons the reading; the filter stays as it was before. */
    public void giveUp() {
      StoredKeys.this.end(growing, false);
    }
  }
}
