package io.apibuddy.domain.fill;

import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.content.Spool;
import io.apibuddy.domain.store.GuardedResponseStore;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes a fill's answer in: into the spool, for all who read it, and into the store, if it may. One
 * thread takes in; the rest is safe for concurrent use.
 */
final class FillIntake {

  /**
   * Up to this length a recording is stored before its head is shown, in bytes; less than a spool
   * takes in while nobody can read.
   */
  private static final int HELD_BACK = 64 << 10;

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
  private volatile boolean inVain = true; // unless somebody reads the answer

  /**
   * Makes one.
   *
   * @param fill whose answer it is; told what becomes of it
   * @param head where the answer's head is shown
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
    spool.onLastReaderGone(this::giveUpIfInVain);
  }

  /** Says that what is stored under the key is being removed; the answer is not to follow. */
  void outdate() {
    outdated = true;
  }

  boolean isOutdated() {
    return outdated;
  }

  /** Says that a request that was asked later has been answered; the answer is not to follow. */
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

  /** Says whether the answer is given up when nobody reads it; it is while nobody was asked. */
  void inVainUnread(boolean unread) {
    inVain = unread;
  }

  /**
   * Takes an answer in, to its end; closes it.
   *
   * @throws IOException if it broke off
   * @throws NotRecordedException if it had to be recorded and was not
   */
  void takeIn(ReceivedAnswer received) throws IOException, InterruptedException {
    FillHead came = received.head();
    try (UpstreamResponse upstream = received.upstream()) {
      try (GuardedResponseStore.Staging staging = stage(came, received.requestedAt())) {
        boolean wanted = staging != null && isWanted(staging, upstream.body());
        announce(staging == null ? came : wanted ? came.nowStaged() : came.notWorthKeeping());
        new ContentTransfer(this, received, spool, lookup.cache(), wanted ? staging : null).move();
        show();
      }
    }
  }

  /** What is whole by now says for itself whether it is kept; of the rest it shows at the end. */
  private static boolean isWanted(GuardedResponseStore.Staging staging, Body body) {
    return !(body instanceof Body.Bytes whole) || staging.wants(whole);
  }

  private GuardedResponseStore.@Nullable Staging stage(FillHead came, Instant requestedAt) {
    if (!came.storability().storable()) {
      return null;
    }
    requireRecorded(came.length() <= lookup.cache().maxResponseSize());
    GuardedResponseStore.Staging staging = store.begin(drafts.draft(lookup, came, requestedAt));
    requireRecorded(staging != null);
    return staging;
  }

  private void announce(FillHead known) {
    fill.invalidate(known.live());
    if (!known.storability().shareable() || known.length() > lookup.cache().maxResponseSize()) {
      spool.becomeWindow();
    }
    inVain = !known.worthKeeping();
    arrived = known;
    // Whoever has an empty answer has all of it, and must find it stored when it asks again.
    long held = drafts.isRecording() ? HELD_BACK : 0;
    if (known.length() < 0 || known.length() > held) {
      show();
    }
    if (!spool.hasReaders()) {
      giveUpIfInVain();
    }
  }

  /** Shows the head to all who wait for it, if it has come. */
  void show() {
    FillHead known = arrived;
    if (known != null) {
      head.arrived(known);
    }
  }

  /** Commits what was staged of an answer that is whole, if it is still wanted. */
  void keep(GuardedResponseStore.Staging staging, Headers trailers, ReceivedAnswer received) {
    if (staging.isWorthKeeping()) {
      fill.overtakeOthers(received.head());
    }
    if (!outdated && !overtaken) {
      Duration took = Duration.between(received.requestedAt(), clock.instant());
      Map<String, String> attributes =
          Map.of(EntryCompletion.UPSTREAM_MILLIS, Long.toString(Math.max(0, took.toMillis())));
      requireRecorded(staging.commit(new EntryCompletion(trailers, attributes)));
      if (staging.isVisible()) {
        kept(staging, received);
      }
    }
  }

  /**
   * Who overtook it while it was being stored may have been stored before it. A state that will
   * pass keeps no other from being recorded: that may be the last.
   */
  private void kept(GuardedResponseStore.Staging staging, ReceivedAnswer received) {
    if (overtaken && !drafts.isRecording()) {
      fill.takeBack(staging.takingBack());
    } else if (!staging.isUnfinishedRecording()) {
      fill.displace(received);
    }
  }

  /** Says that an answer which was staged is whole and has a size that is not kept. */
  void notKept(ReceivedAnswer received) {
    fill.supersede(received);
  }

  /** Says that a lookup in the store finds the answer, or never will. */
  void settled() {
    fill.settle();
  }

  /**
   * Returns whether to take in an answer of that length may have to wait for the store: for room,
   * or for a recording, which is there or there is an error.
   */
  boolean mayWait(FillHead came, long length) {
    return came.storability().storable() && (drafts.isRecording() || !store.acceptsAtOnce(length));
  }

  /** A recording that silently lacks something would fail its user later, and elsewhere. */
  private void requireRecorded(boolean kept) {
    if (!kept && drafts.isRecording()) {
      store.reportMissingRecording();
      throw new NotRecordedException();
    }
  }

  /** Says that the answer has turned out to be too large to be kept. */
  void tooLarge() {
    requireRecorded(false);
    fill.dropUnstored();
    spool.becomeWindow();
    inVain = true;
    if (!spool.hasReaders()) {
      giveUpIfInVain();
    }
  }

  /**
   * Nobody reads any more: goes on only for an answer that is on its way, worth keeping and will
   * end.
   */
  private void giveUpIfInVain() {
    if (inVain && spool.closeUnread()) {
      fill.cancel();
    }
  }
}
