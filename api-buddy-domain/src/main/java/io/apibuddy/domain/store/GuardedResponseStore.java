package io.apibuddy.domain.store;

import io.apibuddy.domain.cache.RecordingRank;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ResponseInspector;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryPage;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.PruneLimits;
import io.apibuddy.ports.store.PruneResult;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoreCapacity;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.Touch;
import io.apibuddy.ports.store.local.StoreNotices;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Protects exchanges from failures of the store. A failed read is a miss, a failed write loses the
 * entry, and either is reported. That includes mistakes of an adapter, such as a missing class or a
 * null result. Only {@link #clear}, which no exchange calls, throws for a failure.
 */
public final class GuardedResponseStore {

  /** How many responses are kept under one key. Each lookup compares with all of them. */
  private static final int MAX_VARIANTS = 64;

  private static final String RECORDING_INCOMPLETE = "recording-incomplete";

  private static final String FAILED =
      "The store failed, so responses are passed through and not stored";

  private static final String NOTHING = "nothing returned";

  private final ResponseStore store;
  private final ResponseInspector inspector;
  private final StoreNotices notices;
  private volatile @Nullable String writeFailure;

  public GuardedResponseStore(
      ResponseStore store, ResponseInspector inspector, StoreNotices notices) {
    this.store = store;
    this.inspector = inspector;
    this.notices = notices;
  }

  /** Returns the responses under a key, the latest first, and removes those beyond the bound. */
  public List<StoredResponse> candidates(CacheKey key) {
    List<StoredResponse> all = peek(key);
    return all.size() <= MAX_VARIANTS ? all : latest(all);
  }

  /** Returns the responses stored under a key, the latest first. Changes nothing. */
  public List<StoredResponse> peek(CacheKey key) {
    return guarded(() -> store.candidates(key), List.of());
  }

  private List<StoredResponse> latest(List<StoredResponse> all) {
    List<StoredResponse> kept = new ArrayList<>(all.subList(0, MAX_VARIANTS));
    for (StoredResponse old : all.subList(MAX_VARIANTS, all.size())) {
      if (old.pinned()) {
        kept.add(old);
      } else {
        remove(new EntrySelector.ById(old.id()));
      }
    }
    return kept;
  }

  public List<StoredResponse> candidatesInMemory(CacheKey key) {
    return guarded(() -> store.candidatesInMemory(key), List.of());
  }

  /** Returns whether it is known, without waiting, that nothing is stored under a key. */
  public boolean lacks(CacheKey key) {
    return guarded(() -> store.lacks(key), false);
  }

  /** Returns whether it is known, without waiting, that nothing is stored under a URL. */
  public boolean lacks(EntrySelector.ByTarget target) {
    return guarded(() -> store.lacks(target), false);
  }

  /** Returns whether up to {@code length} bytes can probably be stored without waiting. */
  public boolean acceptsAtOnce(long length) {
    return guarded(() -> store.acceptsAtOnce(length), false);
  }

  /** Opens an entry's content at a byte offset; empty if the entry has gone. */
  public Optional<Body> body(StoredResponse stored, long offset) {
    return guarded(() -> store.body(stored.id(), offset), Optional.empty());
  }

  /** Begins to stage an entry; returns null if the store fails. */
  public @Nullable Staging begin(EntryDraft draft) {
    try {
      EntryWriter writer = Objects.requireNonNull(store.begin(draft), NOTHING);
      return new Staging(writer, new GuardedInspection(inspector, draft), draft);
    } catch (Exception | LinkageError e) {
      notWritten(e);
      return null;
    }
  }

  private void notWritten(Throwable cause) {
    StoreException failure = StoreException.of(cause);
    writeFailure = String.valueOf(failure.getMessage());
    notices.failed(FAILED, failure);
  }

  /** Returns why the latest attempt to store a response failed, null if it did not. */
  public @Nullable String writeFailure() {
    return writeFailure;
  }

  /**
   * Returns a page of entries, an empty one if the store fails.
   *
   * @throws IllegalArgumentException if the cursor is not one of the store's
   */
  public EntryPage entries(EntryQuery query) {
    try {
      return Objects.requireNonNull(store.entries(query), NOTHING);
    } catch (Exception | LinkageError e) {
      if (query.cursor() != null && e instanceof IllegalArgumentException refused) {
        throw refused; // the caller's mistake, not the store's
      }
      notices.failed(FAILED, StoreException.of(e));
      return new EntryPage(List.of(), null);
    }
  }

  /** Returns how much is stored, by domain; an empty map if the store fails. */
  public Map<String, StoreStats> stats(Instant now) {
    return guarded(() -> store.stats(now), Map.of());
  }

  /** Returns whether both entries and bytes are below {@code capacity}; true if the store fails. */
  boolean holdsLessThan(StoreCapacity capacity) {
    return guarded(() -> store.holdsLessThan(capacity), true);
  }

  /** Removes the selected entries and returns how many there were, 0 if the store fails. */
  public long remove(EntrySelector selector) {
    return guarded(() -> store.remove(selector), 0L);
  }

  /**
   * Removes entries for good on somebody's behalf, who must learn of a failure; returns how many
   * there were.
   *
   * @throws StoreException if the removal is not on disk; the entries may be hidden nevertheless
   */
  public long clear(EntrySelector selector) {
    try {
      return store.removeDurably(selector);
    } catch (Exception | LinkageError e) {
      StoreException failure = StoreException.of(e);
      notices.failed("stored responses were not removed", failure);
      throw failure;
    }
  }

  /** Replaces the head and times of an entry; returns false if it has gone. */
  public boolean freshen(StoredResponse stored) {
    return guarded(() -> store.freshen(stored.id(), stored.response(), stored.freshness()), false);
  }

  void touch(Collection<Touch> uses) {
    guarded(
        () -> {
          store.touch(uses);
          return true;
        },
        false);
  }

  PruneResult prune(PruneLimits limits) {
    return guarded(() -> store.prune(limits), new PruneResult(0, 0, false));
  }

  /** Reports that an answer could not be recorded. */
  public void reportMissingRecording() {
    notices.error(
        RECORDING_INCOMPLETE,
        "The recording is incomplete: the store could not keep a response, so its client got an"
            + " error. Fix the store, or raise cache.max_entries or cache.max_size_mb, and send"
            + " the request again");
  }

  /** Reports that a request could not be recorded, for lack of room for its content. */
  public void reportUnreadRecording() {
    notices.error(
        RECORDING_INCOMPLETE,
        "The recording is incomplete: there was no room to read the content of a request, so its"
            + " client got an error. Try again with fewer requests at once, and check that the"
            + " directory for temporary files is not full");
  }

  private <T> T guarded(Supplier<T> call, T otherwise) {
    try {
      return Objects.requireNonNull(call.get(), NOTHING);
    } catch (Exception | LinkageError e) {
      notices.failed(FAILED, StoreException.of(e));
      return otherwise;
    }
  }

  /** An entry being staged, silently given up if the store fails. For use by one thread. */
  public final class Staging implements AutoCloseable {
    private final EntryWriter writer;
    private final GuardedInspection inspection;
    private final EntryDraft draft;
    private boolean worthKeeping; // false: not known yet
    private boolean lost;
    private boolean visible;

    private Staging(EntryWriter writer, GuardedInspection inspection, EntryDraft draft) {
      this.writer = writer;
      this.inspection = inspection;
      this.draft = draft;
    }

    /**
     * Returns whether an answer is worth keeping by its content. A recording always is.
     *
     * @param whole the complete content, which is written afterwards
     */
    public boolean wants(Body.Bytes whole) {
      inspection.take(whole);
      return isWorthKeeping();
    }

    /** Returns whether the answer, whose content was written completely, is worth keeping. */
    public boolean isWorthKeeping() {
      worthKeeping = worthKeeping || draft.pinned() || inspection.isWorthKeeping();
      return worthKeeping;
    }

    public void write(Body.Bytes piece) {
      if (!lost) {
        try {
          writer.write(piece);
          if (!worthKeeping) {
            inspection.take(piece);
          }
        } catch (Exception | LinkageError e) {
          lost = true;
          notWritten(e);
          close(); // what was staged is of no use, and the rest may take long to come
        }
      }
    }

    /**
     * Makes the entry visible, unless it was removed since, or its content is not worth keeping and
     * it is not a recording. Returns false if the store failed.
     */
    public boolean commit(EntryCompletion completion) {
      if (!lost && isWorthKeeping()) {
        try {
          visible = writer.commit(inspection.addedTo(completion));
          writeFailure = null;
        } catch (Exception | LinkageError e) {
          lost = true;
          notWritten(e);
        }
      }
      return !lost;
    }

    /** Returns whether {@link #commit} made the entry visible. */
    public boolean isVisible() {
      return visible;
    }

    /** Returns the rank that the answer, whose content was written completely, has if recorded. */
    public RecordingRank rank() {
      EntryCompletion found = inspection.addedTo(EntryCompletion.PLAIN);
      return RecordingRank.of(draft.request(), draft.response(), found);
    }

    /** Returns the variant as which the answer is stored, see {@code VaryMatcher.variant}. */
    public String variant() {
      return draft.variant();
    }

    /**
     * Returns an action that removes the committed entry, perhaps together with one that has
     * replaced it. It may run on another thread, and after this is closed.
     */
    public Runnable removal() {
      Optional<StoredResponse> committed = guarded(writer::committed, Optional.empty());
      return () ->
          committed.map(List::of).orElseGet(() -> peek(draft.key())).stream()
              .filter(stored -> stored.variant().equals(draft.variant()))
              .forEach(stored -> remove(new EntrySelector.ById(stored.id())));
    }

    /** Discards the entry unless it was committed; may be called again. */
    @Override
    public void close() {
      guarded(
          () -> {
            writer.close();
            return true;
          },
          false);
    }
  }
}
