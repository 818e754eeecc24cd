package io.apibuddy.domain.fill;

import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.cache.RecordingPolicy;
import io.apibuddy.domain.cache.RecordingRank;
import io.apibuddy.domain.content.Spool;
import io.apibuddy.domain.store.GuardedResponseStore;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes in the answer of a fill: into the spool for its readers, and into the store if it may be
 * stored. One thread takes in; all other methods are safe for concurrent use.
 */
final class FillIntake {

  /** The longest content that is recorded before anybody can read it, in bytes. */
  private static final int MAX_HELD = 64 << 10;

  private final Fill fill;
  private final CacheLookup lookup;
  private final EntryDrafts drafts;
  private final GuardedResponseStore store;
  private final InstantSource clock;
  private final Spool spool;
  private final PendingHead head;
  private volatile @Nullable FillHead arrived;
  private volatile boolean outdated;
  private volatile boolean overtaken;
  private volatile boolean cancelWhenUnread = true;

  /**
   * Creates an intake.
   *
   * @param fill the fill whose answer it is; told what becomes of it
   * @param head receives the answer's head
   */
  FillIntake(
      Fill fill,
      CacheLookup lookup,
      EntryDrafts drafts,
      GuardedResponseStore store,
      InstantSource clock,
      Spool spool,
      PendingHead head) {
    this.fill = fill;
    this.lookup = lookup;
    this.drafts = drafts;
    this.store = store;
    this.clock = clock;
    this.spool = spool;
    this.head = head;
    spool.onLastReaderGone(this::cancelIfUnread);
  }

  /** Marks the answer as outdated: what is stored under its key is being removed. */
  void markOutdated() {
    outdated = true;
  }

  boolean isOutdated() {
    return outdated;
  }

  /** Marks the answer as overtaken by that of a later request. */
  void overtake() {
    overtaken = true;
  }

  boolean isOvertaken() {
    return overtaken;
  }

  /** Returns the answer's head, null if it has not come. */
  @Nullable FillHead arrived() {
    return arrived;
  }

  /** Sets whether the fill is cancelled once nobody reads; it is until the upstream is asked. */
  void cancelWhenUnread(boolean unread) {
    cancelWhenUnread = unread;
  }

  /**
   * Takes an answer in to its end, and closes it.
   *
   * @throws IOException if it broke off
   * @throws NotRecordedException if it had to be recorded and was not
   */
  void takeIn(ReceivedAnswer received) throws IOException, InterruptedException {
    FillHead answerHead = received.head();
    try (UpstreamResponse upstream = received.upstream()) {
      try (GuardedResponseStore.Staging staging = stage(answerHead, received.requestedAt())) {
        boolean wanted = staging != null && isWanted(staging, upstream.body());
        announce(
            staging == null
                ? answerHead
                : wanted ? answerHead.nowStaged() : answerHead.notWorthKeeping());
        new ContentTransfer(this, received, spool, lookup.cache(), wanted ? staging : null).move();
        show();
      }
    }
  }

  /** Returns whether complete content is worth storing; a stream is judged at its end. */
  private static boolean isWanted(GuardedResponseStore.Staging staging, Body body) {
    return !(body instanceof Body.Bytes whole) || staging.wants(whole);
  }

  private GuardedResponseStore.@Nullable Staging stage(FillHead answerHead, Instant requestedAt) {
    if (!answerHead.storability().storable()) {
      return null;
    }
    requireRecorded(answerHead.length() <= lookup.cache().maxResponseSize());
    GuardedResponseStore.Staging staging =
        store.begin(drafts.draft(lookup, answerHead, requestedAt));
    requireRecorded(staging != null);
    return staging;
  }

  private void announce(FillHead known) {
    fill.invalidate(known.live());
    if (!known.storability().shareable() || known.length() > lookup.cache().maxResponseSize()) {
      spool.becomeWindow();
    }
    cancelWhenUnread = !known.isWorthKeeping();
    arrived = known;
    // A client that gets an empty answer has all of it, and must find it stored if it asks again.
    long held = drafts.isRecording() ? MAX_HELD : 0;
    if (known.length() < 0 || known.length() > held) {
      show();
    }
    if (!spool.hasReaders()) {
      cancelIfUnread();
    }
  }

  /** Shows the head, if it has come, to all who wait for it. */
  void show() {
    FillHead known = arrived;
    if (known != null) {
      head.arrived(known);
    }
  }

  /** Returns whether the head was shown, so that the content can be read. */
  boolean isShown() {
    return head.isKnown();
  }

  /** Commits the staged entry of a complete answer, unless it was outdated or overtaken. */
  void keep(GuardedResponseStore.Staging staging, Headers trailers, ReceivedAnswer received) {
    Duration took = Duration.between(received.requestedAt(), clock.instant());
    Map<String, String> attributes =
        Map.of(EntryCompletion.UPSTREAM_MILLIS, Long.toString(Math.max(0, took.toMillis())));
    EntryCompletion completion = new EntryCompletion(trailers, attributes);
    if (drafts.isRecording()) {
      fill.record(() -> record(staging, completion, received.head()));
    } else {
      store(staging, completion, received);
    }
  }

  /**
   * Stores an answer. Removes it again if it was overtaken meanwhile: the later answer may have
   * been stored first.
   */
  private void store(
      GuardedResponseStore.Staging staging, EntryCompletion completion, ReceivedAnswer received) {
    if (staging.isWorthKeeping()) {
      fill.overtakeOthers(received.head());
    }
    if (!outdated && !overtaken) {
      staging.commit(completion);
      if (staging.isVisible() && overtaken) {
        fill.runRemoval(staging.removal());
      } else if (staging.isVisible()) {
        fill.displace(received);
      }
    }
  }

  /**
   * Records an answer in place of those that are no better, unless a better one was recorded
   * meanwhile. One that does not last overtakes no other fill, whose answer may.
   */
  private void record(
      GuardedResponseStore.Staging staging, EntryCompletion completion, FillHead answerHead) {
    List<StoredResponse> recorded = store.peek(lookup.key());
    RecordingRank rank = staging.rank();
    String variant = staging.variant();
    if (outdated || overtaken || RecordingPolicy.hasBetter(lookup, recorded, rank, variant)) {
      return;
    }
    requireRecorded(staging.commit(completion));
    if (staging.isVisible()) {
      for (StoredResponse old : RecordingPolicy.replaced(lookup, recorded, rank, variant)) {
        store.remove(new EntrySelector.ById(old.id()));
      }
      if (rank == RecordingRank.LASTING) {
        fill.overtakeOtherRecordings(answerHead);
      }
    }
  }

  /** Records that a complete answer that was staged has a size that is not kept. */
  void notStored(ReceivedAnswer received) {
    fill.supersede(received);
  }

  /** Records that a lookup in the store finds the answer, or never will. */
  void settled() {
    fill.settle();
  }

  /**
   * Returns whether taking in an answer of that length may have to wait for the store: for room, or
   * because a recording must be stored before its head is shown.
   */
  boolean mayWait(FillHead answerHead, long length) {
    return answerHead.storability().storable()
        && (drafts.isRecording() || !store.acceptsAtOnce(length));
  }

  /** Fails if a recording is not kept: a recording with a hole would fail its user later. */
  private void requireRecorded(boolean kept) {
    if (!kept && drafts.isRecording()) {
      store.reportMissingRecording();
      throw new NotRecordedException();
    }
  }

  /** Records that the answer has turned out to be too large to be stored. */
  void tooLarge() {
    requireRecorded(false);
    fill.dropUnstored();
    spool.becomeWindow();
    cancelWhenUnread = true;
    if (!spool.hasReaders()) {
      cancelIfUnread();
    }
  }

  /** Cancels the fill if nobody reads, unless the answer is arriving, worth keeping and bounded. */
  private void cancelIfUnread() {
    if (cancelWhenUnread && spool.closeUnread()) {
      fill.cancel();
    }
  }
}
