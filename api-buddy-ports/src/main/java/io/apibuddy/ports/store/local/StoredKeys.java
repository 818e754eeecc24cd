package io.apibuddy.ports.store.local;

import org.jspecify.annotations.Nullable;

/**
 * Knows of most keys that are not stored that they are not, in about ten bits of memory for each
 * stored one. Keys that were removed stay known, which costs a look-up; after more new ones than
 * there was room for, all that are stored have to be read anew, as at the start. Asking takes no
 * lock. Whatever changes a store past its adapter, another process for instance, makes this wrong:
 * the adapter's {@link StoreLock} has to keep others off.
 *
 * <p>An adapter owes it two things. Every key is {@linkplain #add added} before its entry becomes
 * visible. And nothing that was added before {@link #begin} becomes visible after it: {@code begin}
 * runs where entries become visible, between two of them; whoever reads then finds every key in
 * what is visible, or it is added to what is being read.
 */
public final class StoredKeys {
  /**
   * Room in 160 KiB for what a small store under load replaces by the second: with room for twice
   * what it holds, 10,000 entries were read anew every second, and two of a hundred misses looked
   * in the store in vain, together 4 % of a miss.
   */
  private static final int FEWEST = 1 << 17;

  /**
   * What is known.
   *
   * @param whole has every stored key; null while that is not known
   * @param growing will have every stored key when a reading ends; null if none is under way
   * @param closed whether nothing is known for good
   */
  private record Known(
      @Nullable GrowingKeyFilter whole, @Nullable GrowingKeyFilter growing, boolean closed) {}

  private static final Known NOTHING = new Known(null, null, false);
  private static final Known CLOSED = new Known(null, null, true);

  private final EmptiedTargets emptied = new EmptiedTargets();
  private volatile Known known = NOTHING;

  /** Knows nothing yet. */
  public StoredKeys() {}

  /** Returns whether no visible entry has that key; false if that is not known. Never blocks. */
  public boolean lacks(KeyDigest key) {
    GrowingKeyFilter whole = known.whole();
    return whole != null && !whole.mayHold(key.prefix());
  }

  /** Returns what is known of URLs under which nothing is stored; it is forgotten with the keys. */
  public EmptiedTargets emptied() {
    return emptied;
  }

  /** Adds the key of an entry that is about to become visible, or never will. */
  public void add(KeyDigest key) {
    Known now = known;
    add(now.whole(), key);
    add(now.growing(), key);
  }

  private static void add(@Nullable GrowingKeyFilter filter, KeyDigest key) {
    if (filter != null) {
      filter.add(key.prefix());
    }
  }

  /** Returns whether it is time to read all stored keys, and nobody does. */
  public boolean isDue() {
    Known now = known;
    GrowingKeyFilter whole = now.whole();
    return !now.closed() && now.growing() == null && (whole == null || whole.hasGrown());
  }

  /**
   * Begins to read all stored keys, in the place of a reading that has not ended.
   *
   * @param stored about how many there are
   */
  public synchronized Reading begin(long stored) {
    GrowingKeyFilter growing =
        new GrowingKeyFilter((int) Math.min(Math.max(2 * stored, FEWEST), GrowingKeyFilter.MOST));
    if (!known.closed()) {
      known = new Known(known.whole(), growing, false);
    }
    return new Reading(growing);
  }

  /** Knows nothing from now on: what is stored is about to be replaced. */
  public synchronized void forget() {
    emptied.forget();
    if (!known.closed()) {
      known = NOTHING;
    }
  }

  /** Knows nothing any more. */
  public synchronized void close() {
    emptied.close();
    known = CLOSED;
  }

  /** Does nothing if another reading has begun, or what is stored was replaced. */
  private synchronized void end(GrowingKeyFilter growing, boolean complete) {
    if (known.growing() == growing) {
      known = new Known(complete ? growing : known.whole(), null, false);
    }
  }

  /** One reading of all stored keys; for use by one thread at a time. */
  public final class Reading {
    private final GrowingKeyFilter growing;

    private Reading(GrowingKeyFilter growing) {
      this.growing = growing;
    }

    /** Takes a stored key's {@linkplain KeyDigest#prefix beginning}. */
    public void add(long prefix) {
      growing.add(prefix);
    }

    /** Ends it after the last key: from now on it is known what is not stored. */
    public void end() {
      StoredKeys.this.end(growing, true);
    }

    /** Ends it before: what was known stays known. */
    public void giveUp() {
      StoredKeys.this.end(growing, false);
    }
  }
}
